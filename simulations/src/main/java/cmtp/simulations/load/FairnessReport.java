package cmtp.simulations.load;

import cmtp.simulations.load.FairnessRun.Part;
import cmtp.simulations.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What bad domains do to the mail of good ones.
 *
 * @param rounds each first without, then with mail for bad domains in the queue
 */
record FairnessReport(List<Round> rounds, int domains, double rate, long backlog, Machine machine) {

  /** Both parts of one round. */
  record Round(Part without, Part with) {
    double ratio() {
      return ratioOf(without.times().millis(), with.times().millis());
    }
  }

  FairnessReport {
    rounds = List.copyOf(rounds);
  }

  /** A p99 of 0 ms counts as 1 ms: the traces tell no less. */
  private static double ratioOf(Histogram without, Histogram with) {
    return (double) with.getValueAtPercentile(99) / Math.max(1, without.getValueAtPercentile(99));
  }

  /** All that was submitted was accepted and has arrived. */
  boolean isFlawless() {
    return rounds.stream().allMatch(r -> r.without().isFlawless() && r.with().isFlawless());
  }

  private Histogram all(Function<Round, Part> part) {
    Histogram sum = new Histogram(3);
    rounds.forEach(round -> sum.add(part.apply(round).times().millis()));
    return sum;
  }

  /** Of all rounds together. */
  double ratio() {
    return ratioOf(all(Round::without), all(Round::with));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("p99Ratio", rounded(ratio()));
    json.put("without", millis(all(Round::without)));
    json.put("with", millis(all(Round::with)));
    List<Map<String, Object>> each = new ArrayList<>();
    for (Round round : rounds) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("p99Ratio", rounded(round.ratio()));
      row.put("without", part(round.without()));
      row.put("with", part(round.with()));
      each.add(row);
    }
    json.put("rounds", each);
    json.put("domains", domains);
    json.put("messagesPerSecond", rate);
    json.put("backlogPerBadDomain", backlog);
    json.put("machine", machine.toJson());
    return json;
  }

  private static Map<String, Object> part(Part part) {
    Map<String, Object> json = new LinkedHashMap<>(millis(part.times().millis()));
    json.put("missing", part.times().missing());
    json.put("failures", part.failures());
    json.put("badWaiting", part.badWaiting());
    return json;
  }

  private static Map<String, Object> millis(Histogram histogram) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("messages", histogram.getTotalCount());
    json.put("p50Millis", histogram.getValueAtPercentile(50));
    json.put("p99Millis", histogram.getValueAtPercentile(99));
    json.put("maxMillis", histogram.getMaxValue());
    return json;
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%,.0f messages/s to %d domains; %,d more wait for each bad domain in \"with\"",
            rate, domains, backlog));
    for (Round round : rounds) {
      lines.add("without  " + line(round.without()));
      lines.add("with     " + line(round.with()) + text("   p99 ratio %.2f", round.ratio()));
    }
    lines.add(text("all rounds: p99 with / without = %.2f", ratio()));
    lines.add("machine     " + machine);
    return lines;
  }

  private static String line(Part part) {
    Histogram millis = part.times().millis();
    return text(
        "%,7d arrived, p50 %d ms, p99 %d ms, max %d ms, %d missing, %d failed, %,d bad waiting",
        millis.getTotalCount(),
        millis.getValueAtPercentile(50),
        millis.getValueAtPercentile(99),
        millis.getMaxValue(),
        part.times().missing(),
        part.failures().size(),
        part.badWaiting());
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
