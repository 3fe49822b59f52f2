package cmtp.simulations.profile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU time of a JVM's threads, its own ones included, by groups of the same name but for the number
 * at its end. Unlike samples it counts native code and leaves out waiting.
 */
final class ThreadTimes {
  private static final Pattern THREAD =
      Pattern.compile("(?m)^\"(.*?)\" .*?\\bcpu=([0-9]+(?:\\.[0-9]+)?)ms\\b");

  private final Map<String, Double> millisByGroup;

  private ThreadTimes(Map<String, Double> millisByGroup) {
    this.millisByGroup = millisByGroup;
  }

  /** One group's share. */
  record Row(String group, double millis) {}

  /** Reads what {@code jcmd PID Thread.print} says. */
  static ThreadTimes parse(String threadDump) {
    Map<String, Double> millis = new HashMap<>();
    Matcher matcher = THREAD.matcher(threadDump);
    while (matcher.find()) {
      millis.merge(group(matcher.group(1)), Double.parseDouble(matcher.group(2)), Double::sum);
    }
    return new ThreadTimes(millis);
  }

  /** {@code GC Thread#1} and {@code GC Thread#0} are one group; {@code C1} and {@code C2} two. */
  private static String group(String name) {
    return name.replaceAll("[-#: ]*[0-9]+$", "");
  }

  /**
   * What has been used since {@code earlier}, most first; threads that ended in between are lost.
   */
  List<Row> since(ThreadTimes earlier) {
    return millisByGroup.entrySet().stream()
        .map(
            entry ->
                new Row(
                    entry.getKey(),
                    entry.getValue() - earlier.millisByGroup.getOrDefault(entry.getKey(), 0.0)))
        .filter(row -> row.millis() >= 1)
        .sorted(Comparator.comparingDouble(Row::millis).reversed())
        .toList();
  }
}
