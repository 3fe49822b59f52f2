package cmtp.node.delivery;

import java.time.Duration;
import java.util.List;

/** Spans of time, for people and for counting. */
final class Ages {
  /** Upper ends of the classes in which waiting messages are counted; the last has none. */
  private static final List<Duration> CLASSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(4),
          Duration.ofDays(1),
          Duration.ofDays(5));

  static final int COUNT = CLASSES.size() + 1;

  private Ages() {}

  static int classOf(long ageMs) {
    int n = 0;
    while (n < CLASSES.size() && ageMs >= CLASSES.get(n).toMillis()) {
      n++;
    }
    return n;
  }

  /** In the largest unit that is whole, like {@code 5 days}. */
  static String words(long ms) {
    Duration span = Duration.ofMillis(ms);
    if (span.toHours() >= 48) {
      return span.toDays() + " days";
    }
    if (span.toMinutes() >= 120) {
      return span.toHours() + " hours";
    }
    return span.toSeconds() >= 120 ? span.toMinutes() + " minutes" : span.toSeconds() + " seconds";
  }
}
