package cmtp.simulations.scale;

import cmtp.simulations.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** What a run has shown, for programs and for people. */
record ScaleReport(Scenario scenario, World world, List<Sample> samples, long hash, Effort effort) {
  private static final double SECOND_MS = 1000;
  private static final int ROWS = 14;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  ScaleReport {
    samples = List.copyOf(samples);
  }

  Tally all() {
    return Tally.sum(world.tallies);
  }

  long mostWaiting() {
    return samples.stream().mapToLong(Sample::waiting).max().orElse(0);
  }

  double mostDialsPerSecond() {
    return most(Sample::dials);
  }

  private double most(ToLongFunction<Sample> what) {
    double most = 0;
    int lastMs = 0;
    for (Sample sample : samples) {
      int ms = sample.atMs() - lastMs;
      most = ms == 0 ? most : Math.max(most, what.applyAsLong(sample) * SECOND_MS / ms);
      lastMs = sample.atMs();
    }
    return most;
  }

  int mostConnections() {
    return samples.stream().mapToInt(Sample::connections).max().orElse(0);
  }

  int mostTurnsWaiting() {
    return samples.stream().mapToInt(Sample::turnsWaiting).max().orElse(0);
  }

  double cpuShare() {
    double busyMs = world.nodes.stream().mapToDouble(SendingNode::busyMs).sum();
    return busyMs / scenario.durationMs() / scenario.nodes() / scenario.machine().cores();
  }

  double mostCpuShare() {
    return samples.stream().mapToDouble(Sample::cpuShare).max().orElse(0);
  }

  Map<String, Object> toJson(Machine machine) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scenario", scenario.name());
    json.put("description", scenario.description());
    json.put("seed", scenario.seed());
    json.put("hash", String.format("%016x", hash));
    json.put("domains", scenario.domains());
    json.put("nodes", scenario.nodes());
    json.put("days", rounded(scenario.durationMs() / SECOND_MS / 86_400));
    json.put("messagesPerDay", scenario.traffic().messagesPerDay());
    json.put("delivery", scenario.delivery().toString());
    json.put("all", tally(all()));
    json.put("kinds", world.tallies.stream().map(ScaleReport::tally).toList());
    json.put("bounds", bounds());
    json.put("series", series());
    json.put("effort", effort.toJson(world.events()));
    json.put("machine", machine.toJson());
    return json;
  }

  private Map<String, Object> bounds() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("waitingMost", mostWaiting());
    json.put("connectionsMost", mostConnections());
    json.put("turnsWaitingMost", mostTurnsWaiting());
    json.put("dialsPerSecondMost", rounded(mostDialsPerSecond()));
    json.put("cpuShare", rounded(cpuShare()));
    json.put("cpuShareMost", rounded(mostCpuShare()));
    json.put("inMemoryMost", samples.stream().mapToInt(Sample::inMemory).max().orElse(0));
    return json;
  }

  private static Map<String, Object> tally(Tally tally) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", tally.kind);
    json.put("accepted", tally.accepted);
    json.put("refusedFull", tally.refusedFull);
    json.put("refusedBusy", tally.refusedBusy);
    json.put("delivered", tally.delivered);
    json.put("refused", tally.refused);
    json.put("expired", tally.expired);
    json.put("hopeless", tally.hopeless);
    json.put("waiting", tally.waiting);
    json.put("waitingMost", tally.waitingMax);
    json.put("bounces", tally.bounces);
    json.put("notices", tally.notices);
    json.put("dials", tally.dials);
    json.put("dialsFailed", tally.dialsFailed);
    json.put("deferrals", tally.deferrals);
    json.put("resubmitted", tally.resubmitted);
    json.put("recognised", tally.recognised);
    json.put("delayMillis", percentiles(tally.delayMs));
    json.put("attempts", percentiles(tally.attempts));
    return json;
  }

  private static Map<String, Object> percentiles(Histogram histogram) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (double percent : PERCENTILES) {
      String name = "p" + String.valueOf(percent).replace(".0", "");
      json.put(name, at(histogram, percent));
    }
    json.put("max", histogram.getMaxValue());
    json.put("mean", rounded(histogram.getMean()));
    return json;
  }

  private static long at(Histogram histogram, double percent) {
    return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percent);
  }

  private List<Map<String, Object>> series() {
    List<Map<String, Object>> rows = new ArrayList<>();
    int lastMs = 0;
    for (Sample sample : samples) {
      rows.add(row(sample, Math.max(1, sample.atMs() - lastMs) / SECOND_MS));
      lastMs = sample.atMs();
    }
    return rows;
  }

  private Map<String, Object> row(Sample sample, double seconds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hours", rounded(sample.atMs() / SECOND_MS / 3600));
    json.put("waiting", sample.waiting());
    json.put("oldestSeconds", Math.round(sample.oldestMs() / SECOND_MS));
    json.put("delayMillis50", sample.all().delayMs50());
    json.put("delayMillis99", sample.all().delayMs99());
    json.put("acceptedPerSecond", rounded(sample.accepted() / seconds));
    json.put("refusedPerSecond", rounded(sample.refused() / seconds));
    json.put("deliveredPerSecond", rounded(sample.delivered() / seconds));
    json.put("failed", sample.failed());
    json.put("notices", sample.notices());
    json.put("dialsPerSecond", rounded(sample.dials() / seconds));
    json.put("dialsFailedPerSecond", rounded(sample.dialsFailed() / seconds));
    json.put("connections", sample.connections());
    json.put("turnsWaiting", sample.turnsWaiting());
    json.put("cpuShare", rounded(sample.cpuShare()));
    json.put("inMemory", sample.inMemory());
    Map<String, Object> kinds = new LinkedHashMap<>();
    for (int k = 0; k < sample.kinds().size(); k++) {
      Sample.OfKind one = sample.kinds().get(k);
      Map<String, Object> kind = new LinkedHashMap<>();
      kind.put("waiting", one.waiting());
      kind.put("oldestSeconds", Math.round(one.oldestMs() / SECOND_MS));
      kind.put("delayMillis50", one.delayMs50());
      kind.put("delayMillis99", one.delayMs99());
      kind.put("dials", one.dials());
      kinds.put(world.tallies.get(k).kind, kind);
    }
    json.put("kinds", kinds);
    return json;
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%s  seed %d  hash %016x: %,d domains, %d nodes, %s, %,.0f messages a day",
            scenario.name(),
            scenario.seed(),
            hash,
            scenario.domains(),
            scenario.nodes(),
            Ages.words(scenario.durationMs()),
            scenario.traffic().messagesPerDay()));
    lines.add("");
    lines.add(
        text(
            "%-14s %11s %11s %8s %8s %9s %9s %9s %8s %10s %8s",
            "kind",
            "accepted",
            "delivered",
            "failed",
            "refused",
            "waiting",
            "p50",
            "p99",
            "tries",
            "dials",
            "failed"));
    world.tallies.forEach(tally -> lines.add(line(tally)));
    lines.add(line(all()));
    lines.add("");
    lines.addAll(timeTable());
    lines.add("");
    lines.addAll(rest());
    return lines;
  }

  private static String line(Tally tally) {
    return text(
        "%-14s %,11d %,11d %,8d %,8d %,9d %9s %9s %8.2f %,10d %7.1f%%",
        tally.kind,
        tally.accepted,
        tally.delivered,
        tally.failed(),
        tally.refusedFull + tally.refusedBusy,
        tally.waiting,
        Ages.words(at(tally.delayMs, 50)),
        Ages.words(at(tally.delayMs, 99)),
        tally.attempts.getTotalCount() == 0 ? 0 : tally.attempts.getMean(),
        tally.dials,
        tally.dials == 0 ? 0 : 100.0 * tally.dialsFailed / tally.dials);
  }

  /** A few of the samples, evenly: how things grow. */
  private List<String> timeTable() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%-10s %12s %9s %9s %9s %11s %9s %9s %6s",
            "at", "waiting", "oldest", "p50", "p99", "accepted/s", "dials/s", "conns", "CPU"));
    int step = Math.max(1, samples.size() / ROWS);
    for (int i = step - 1; i < samples.size(); i += step) {
      Sample sample = samples.get(i);
      int fromMs = i == 0 ? 0 : samples.get(i - 1).atMs();
      double seconds = Math.max(1, sample.atMs() - fromMs) / SECOND_MS;
      lines.add(
          text(
              "%-10s %,12d %9s %9s %9s %11.1f %9.1f %,9d %5.0f%%",
              Ages.words(sample.atMs()),
              sample.waiting(),
              Ages.words(sample.oldestMs()),
              Ages.words(sample.all().delayMs50()),
              Ages.words(sample.all().delayMs99()),
              sample.accepted() / seconds,
              sample.dials() / seconds,
              sample.connections(),
              100 * sample.cpuShare()));
    }
    return lines;
  }

  private List<String> rest() {
    Tally all = all();
    return List.of(
        text(
            "waiting     %,d at most, %,d at the end; %,d bounces, %,d notices of delay",
            mostWaiting(), all.waiting, all.bounces, all.notices),
        text(
            "dials       %.0f/s at most (of %d), %,d connections (of %,d), %,d domains waited for one",
            mostDialsPerSecond(),
            scenario.nodes() * scenario.delivery().dialsPerSecond(),
            mostConnections(),
            scenario.nodes() * scenario.delivery().connectionsMax(),
            mostTurnsWaiting()),
        text(
            "processors  %.0f %% busy, at most %.0f %%; %,d queues in memory at most",
            100 * cpuShare(),
            100 * mostCpuShare(),
            samples.stream().mapToInt(Sample::inMemory).max().orElse(0)),
        text(
            "dedupe      %,d of %,d messages submitted again were not known any more",
            all.resubmitted - all.recognised, all.resubmitted),
        text(
            "run         %,d events in %.1f s (%.1f s CPU, %,.0f events a CPU second), %,d MiB",
            world.events(),
            effort.seconds(),
            effort.cpuSeconds(),
            world.events() / Math.max(effort.cpuSeconds(), 0.001),
            effort.residentMiB()));
  }

  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
