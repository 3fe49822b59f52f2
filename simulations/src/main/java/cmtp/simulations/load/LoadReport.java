package cmtp.simulations.load;

import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcessUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What a run has shown.
 *
 * @param sent messages begun, the warm-up's included
 * @param tally what became of them, and the latencies of the measured part
 * @param measured the measured part
 */
record LoadReport(
    LoadPlan plan, Target target, Machine machine, long sent, Tally tally, Interval measured) {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};
  private static final double OTHERS_SHARE_MAX = 0.08;
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double MICROS_PER_MILLI = 1000;

  /** Messages accepted in the measured part. */
  long accepted() {
    return tally.latency().getTotalCount();
  }

  double acceptedPerSecond() {
    return measured.seconds() > 0 ? accepted() / measured.seconds() : 0;
  }

  double megabytesPerSecond() {
    return acceptedPerSecond() * plan.messageBytes() / BYTES_PER_MEGABYTE;
  }

  /** Accepted, but not found in the mailboxes afterwards. */
  long missing(long stored) {
    return Math.max(0, tally.acceptedCount() - stored);
  }

  /**
   * @param stored by how many messages the mailboxes have grown
   */
  boolean isFlawless(long stored) {
    return tally.failures() == 0 && missing(stored) == 0 && accepted() > 0;
  }

  private OptionalDouble perMessage(OptionalLong millis) {
    return millis.isPresent() && accepted() > 0
        ? OptionalDouble.of((double) millis.getAsLong() / accepted())
        : OptionalDouble.empty();
  }

  Map<String, Object> toJson(long stored) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accepted", accepted());
    json.put("seconds", rounded(measured.seconds()));
    json.put("acceptedPerSecond", rounded(acceptedPerSecond()));
    json.put("megabytesPerSecond", rounded(megabytesPerSecond()));
    json.put("latencyMillis", latencyJson());
    json.put("server", serverJson());
    if (target.databasePid().isPresent()) {
      json.put("database", cpuJson(measured.databaseMillis()));
    }
    json.put("generator", cpuJson(measured.generatorMillis()));
    put(json, "othersPercent", percent(measured.othersShare(machine.processors())));
    json.put("total", totalJson(stored));
    json.put("plan", planJson());
    json.put("processes", target.processes().size());
    json.put("node", target.first().toJson());
    json.put("machine", machine.toJson());
    return json;
  }

  private Map<String, Object> latencyJson() {
    Histogram latency = tally.latency();
    Map<String, Object> json = new LinkedHashMap<>();
    for (double percentile : PERCENTILES) {
      json.put(name(percentile), millis(latency.getValueAtPercentile(percentile)));
    }
    json.put("max", millis(latency.getMaxValue()));
    json.put("mean", rounded(latency.getMean() / MICROS_PER_MILLI));
    return json;
  }

  private Map<String, Object> serverJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "cpuMillisPerMessage", perMessage(measured.serverMillis()));
    put(json, "cpus", cpus(measured.serverMillis()));
    measured.serverNow().ifPresent(now -> json.put("residentMiB", now.residentKiB() / 1024));
    measured
        .serverNow()
        .ifPresent(now -> json.put("residentPeakMiB", now.residentPeakKiB() / 1024));
    return json;
  }

  private Map<String, Object> cpuJson(OptionalLong millis) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "cpuMillisPerMessage", perMessage(millis));
    put(json, "cpus", cpus(millis));
    return json;
  }

  private Map<String, Object> totalJson(long stored) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sent", sent);
    json.put("accepted", tally.acceptedCount());
    json.put("refused", tally.refusedCount());
    json.put("unanswered", tally.unansweredCount());
    json.put("unreachable", tally.unreachableCount());
    json.put("stored", stored);
    json.put("missing", missing(stored));
    json.put("reasons", tally.reasons());
    return json;
  }

  private Map<String, Object> planJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("messageBytes", plan.messageBytes());
    json.put("connections", plan.connections());
    json.put("mailboxes", plan.mailboxes());
    json.put("pipeline", plan.pipeline());
    json.put("threads", plan.threads());
    json.put("language", plan.language().name().toLowerCase(Locale.ROOT));
    json.put("warmUpSeconds", plan.warmUp().toSeconds());
    return json;
  }

  /** The same for people. */
  List<String> lines(long stored) {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%s messages (%s), %d mailboxes, %d connections, %d in flight on each",
            MessageSize.text(plan.messageBytes()),
            plan.language().name().toLowerCase(Locale.ROOT),
            plan.mailboxes(),
            plan.connections(),
            plan.pipeline()));
    lines.add(
        text(
            "accepted    %,.1f/s  %,.1f MB/s  (%,d in %.1f s after %d s of warm-up)",
            acceptedPerSecond(),
            megabytesPerSecond(),
            accepted(),
            measured.seconds(),
            plan.warmUp().toSeconds()));
    lines.add(latencyLine());
    lines.add("server      " + cpuText(measured.serverMillis()) + memoryText());
    if (target.databasePid().isPresent()) {
      lines.add("database    " + cpuText(measured.databaseMillis()));
    }
    lines.add("generator   " + cpuText(measured.generatorMillis()));
    lines.add("others      " + othersText());
    lines.add(
        text(
            "total       %,d sent, %,d accepted, %,d refused, %,d unanswered; %,d stored, %,d missing",
            sent,
            tally.acceptedCount(),
            tally.refusedCount(),
            tally.unansweredCount(),
            stored,
            missing(stored)));
    tally.reasons().forEach((reason, count) -> lines.add(text("  %,8d x %s", count, reason)));
    for (NodeUnderLoad one : target.processes()) {
      lines.add("node        " + one.version() + ", pid " + one.pid() + ", " + one.dataDirectory());
    }
    lines.add("machine     " + machine);
    return lines;
  }

  private String latencyLine() {
    Histogram latency = tally.latency();
    StringBuilder line = new StringBuilder("latency    ");
    for (double percentile : PERCENTILES) {
      double millis = millis(latency.getValueAtPercentile(percentile));
      line.append(text(" %s %.1f ms ", name(percentile), millis));
    }
    return line.append(text(" max %.1f ms", millis(latency.getMaxValue()))).toString();
  }

  private String cpuText(OptionalLong cpuMillis) {
    OptionalDouble each = perMessage(cpuMillis);
    OptionalDouble cpus = cpus(cpuMillis);
    return each.isPresent() && cpus.isPresent()
        ? text("%.3f ms CPU a message, %.2f CPUs", each.getAsDouble(), cpus.getAsDouble())
        : "CPU unknown";
  }

  private String memoryText() {
    Optional<ProcessUsage> now = measured.serverNow();
    return now.map(
            u -> text(", %d MiB, %d at most", u.residentKiB() / 1024, u.residentPeakKiB() / 1024))
        .orElse("");
  }

  private String othersText() {
    OptionalDouble share = measured.othersShare(machine.processors());
    if (share.isEmpty()) {
      return "unknown";
    }
    String warning =
        share.getAsDouble() > OTHERS_SHARE_MAX ? ": repeat this on a quiet machine" : "";
    return text("%.0f %% of the machine%s", share.getAsDouble() * 100, warning);
  }

  private OptionalDouble cpus(OptionalLong cpuMillis) {
    return cpuMillis.isPresent() && measured.seconds() > 0
        ? OptionalDouble.of(cpuMillis.getAsLong() / (measured.seconds() * 1000))
        : OptionalDouble.empty();
  }

  private static OptionalDouble percent(OptionalDouble share) {
    return share.isPresent()
        ? OptionalDouble.of(share.getAsDouble() * 100)
        : OptionalDouble.empty();
  }

  private static void put(Map<String, Object> json, String name, OptionalDouble value) {
    value.ifPresent(known -> json.put(name, rounded(known)));
  }

  /** {@code p50}, {@code p99.9}. */
  private static String name(double percentile) {
    return "p" + (percentile % 1 == 0 ? Integer.toString((int) percentile) : "" + percentile);
  }

  private static double millis(long micros) {
    return rounded(micros / MICROS_PER_MILLI);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
