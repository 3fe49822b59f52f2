package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcessUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run has shown.
 *
 * @param totals of the whole run
 */
public record LoadReport(
    LoadPlan plan, Target target, Machine machine, Totals totals, Measured measured) {
  private static final double OTHERS_SHARE_MAX = 0.08;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  /** Later than this the generator is what is measured. */
  private static final double LATE_MILLIS_MAX = 10;

  /** Of a thread: above this it hardly keeps up. */
  private static final double BUSY_MAX = 0.9;

  /** Messages accepted in the measured part. */
  public long accepted() {
    return measured.counts().answered(Operation.MAIL);
  }

  public double acceptedPerSecond() {
    return measured.perSecond(accepted());
  }

  double megabytesPerSecond() {
    return measured.perSecond(measured.counts().bytes()) / BYTES_PER_MEGABYTE;
  }

  /** Accepted, but not found in the mailboxes afterwards. */
  long missing(long stored) {
    return Math.max(0, totals.accepted() - stored);
  }

  /**
   * @param stored by how many messages the mailboxes have grown
   */
  public boolean isFlawless(long stored) {
    return totals.failures() == 0
        && measured.counts().unsent() == 0
        && missing(stored) == 0
        && measured.counts().answeredAll() > 0;
  }

  /** CPU time for each request that was answered. */
  private OptionalDouble perRequest(OptionalLong millis) {
    long answered = measured.counts().answeredAll();
    return millis.isPresent() && answered > 0
        ? OptionalDouble.of((double) millis.getAsLong() / answered)
        : OptionalDouble.empty();
  }

  OptionalDouble cpuPerRequest() {
    return perRequest(measured.used().serverMillis());
  }

  /** What the generator needs of what the node needs. */
  OptionalDouble generatorShare() {
    OptionalLong server = measured.used().serverMillis();
    OptionalLong generator = measured.used().generatorMillis();
    return server.isPresent() && generator.isPresent() && server.getAsLong() > 0
        ? OptionalDouble.of((double) generator.getAsLong() / server.getAsLong())
        : OptionalDouble.empty();
  }

  /** Why the latencies may be the generator's own; empty if they are not. */
  Optional<String> doubt() {
    double late = Latency.millis(measured.late(), 99);
    if (late > LATE_MILLIS_MAX) {
      return Optional.of(
          Words.text(
              "the generator was late itself, by %.1f ms at p99: give it more --threads, or a"
                  + " quieter machine",
              late));
    }
    double cpus = cpus(measured.used().generatorMillis()).orElse(0);
    return cpus > BUSY_MAX * plan.threads()
        ? Optional.of("the generator's threads were busy all the time: give it more --threads")
        : Optional.empty();
  }

  public Map<String, Object> toJson(long stored) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accepted", accepted());
    json.put("answered", measured.counts().answeredAll());
    json.put("seconds", Latency.rounded(measured.used().seconds()));
    json.put("acceptedPerSecond", Latency.rounded(acceptedPerSecond()));
    json.put("answeredPerSecond", Latency.rounded(measured.answeredPerSecond()));
    json.put("megabytesPerSecond", Latency.rounded(megabytesPerSecond()));
    json.put("latencyMillis", Latency.json(measured.all()));
    json.put("server", serverJson());
    if (target.databasePid().isPresent()) {
      json.put("database", cpuJson(measured.used().databaseMillis()));
    }
    json.put("generator", generatorJson());
    put(json, "othersPercent", percent(measured.used().othersShare(machine.processors())));
    json.put("commands", commandsJson());
    if (plan.pace() instanceof Pace.Open) {
      json.put("openLoop", openJson());
    }
    if (plan.traffic().watchers() > 0) {
      json.put("watchDelayMillis", Latency.json(measured.watch()));
      json.put("watched", measured.watch().getTotalCount());
    }
    json.put("total", totalJson(stored));
    json.put("plan", PlanText.json(plan));
    json.put("processes", target.processes().size());
    json.put("node", target.first().toJson());
    json.put("machine", machine.toJson());
    return json;
  }

  private Map<String, Object> serverJson() {
    Map<String, Object> json = cpuJson(measured.used().serverMillis());
    Optional<ProcessUsage> now = measured.used().serverNow();
    now.ifPresent(usage -> json.put("residentMiB", usage.residentKiB() / 1024));
    now.ifPresent(usage -> json.put("residentPeakMiB", usage.residentPeakKiB() / 1024));
    return json;
  }

  private Map<String, Object> generatorJson() {
    Map<String, Object> json = cpuJson(measured.used().generatorMillis());
    put(json, "shareOfServer", generatorShare());
    json.put("lateMillisP99", Latency.millis(measured.late(), 99));
    json.put("lateMillisMax", Latency.millis(measured.late(), 100));
    doubt().ifPresent(doubt -> json.put("doubt", doubt));
    return json;
  }

  private Map<String, Object> cpuJson(OptionalLong millis) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "cpuMillisPerMessage", perRequest(millis));
    put(json, "cpus", cpus(millis));
    return json;
  }

  private Map<String, Object> commandsJson() {
    Map<String, Object> commands = new LinkedHashMap<>();
    for (Operation operation : plan.traffic().mix().all()) {
      Map<String, Object> json = new LinkedHashMap<>();
      long answered = measured.counts().answered(operation);
      json.put("answered", answered);
      json.put("answeredPerSecond", Latency.rounded(measured.perSecond(answered)));
      if (measured.latency().containsKey(operation)) {
        json.put("latencyMillis", Latency.json(measured.latency().get(operation)));
      }
      commands.put(operation.text(), json);
    }
    return commands;
  }

  private Map<String, Object> openJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("due", measured.counts().due());
    json.put("duePerSecond", Latency.rounded(measured.perSecond(measured.counts().due())));
    json.put("unsent", measured.counts().unsent());
    json.put("givenUp", measured.counts().givenUp());
    return json;
  }

  private Map<String, Object> totalJson(long stored) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sent", totals.sent());
    json.put("accepted", totals.accepted());
    json.put("refused", totals.refused());
    json.put("unanswered", totals.unanswered());
    json.put("unreachable", totals.unreachable());
    json.put("stored", stored);
    json.put("missing", missing(stored));
    json.put("reasons", totals.reasons());
    return json;
  }

  /** The same for people. */
  public List<String> lines(long stored) {
    List<String> lines = new ArrayList<>(List.of(PlanText.line(plan), rateLine()));
    lines.add("latency     " + Latency.text(measured.all()));
    if (plan.traffic().mix().all().size() > 1) {
      plan.traffic().mix().all().forEach(operation -> lines.add(commandLine(operation)));
    }
    if (plan.traffic().watchers() > 0) {
      lines.add(
          Words.text("watch       %,d heard of; ", measured.watch().getTotalCount())
              + Latency.text(measured.watch()));
    }
    lines.add("server      " + cpuText(measured.used().serverMillis()) + memoryText());
    if (target.databasePid().isPresent()) {
      lines.add("database    " + cpuText(measured.used().databaseMillis()));
    }
    lines.add("generator   " + generatorText());
    lines.add("others      " + othersText());
    lines.add(totalLine(stored));
    totals
        .reasons()
        .forEach((reason, count) -> lines.add(Words.text("  %,8d x %s", count, reason)));
    for (NodeUnderLoad one : target.processes()) {
      lines.add("node        " + one.text());
    }
    lines.add("machine     " + machine);
    doubt().ifPresent(doubt -> lines.add("doubtful    " + doubt));
    return lines;
  }

  private String rateLine() {
    String answered =
        Words.text(
            "accepted    %,.1f/s  %,.1f MB/s  (%,d in %.1f s after %d s of warm-up)",
            acceptedPerSecond(),
            megabytesPerSecond(),
            accepted(),
            measured.used().seconds(),
            plan.extent().warmUp().toSeconds());
    if (plan.traffic().mix().all().size() > 1) {
      answered += Words.text("\nanswered    %,.1f/s of all commands", measured.answeredPerSecond());
    }
    if (plan.pace() instanceof Pace.Open) {
      Measured.Counts counts = measured.counts();
      answered +=
          Words.text(
              "\ndue         %,.1f/s; %,d never sent, %,d of them given up as too many waited",
              measured.perSecond(counts.due()), counts.unsent(), counts.givenUp());
    }
    return answered;
  }

  private String commandLine(Operation operation) {
    String latency =
        Optional.ofNullable(measured.latency().get(operation)).map(Latency::text).orElse("");
    return Words.text(
        "  %-11s%,.1f/s  %s",
        operation.text(), measured.perSecond(measured.counts().answered(operation)), latency);
  }

  private String totalLine(long stored) {
    return Words.text(
        "total       %,d sent, %,d accepted, %,d refused, %,d unanswered; %,d stored, %,d missing",
        totals.sent(),
        totals.accepted(),
        totals.refused(),
        totals.unanswered(),
        stored,
        missing(stored));
  }

  private String generatorText() {
    OptionalDouble share = generatorShare();
    return cpuText(measured.used().generatorMillis())
        + (share.isPresent()
            ? Words.text(", %.0f %% of the server's", share.getAsDouble() * 100)
            : "")
        + Words.text(", late by %.1f ms at p99", Latency.millis(measured.late(), 99));
  }

  private String cpuText(OptionalLong cpuMillis) {
    OptionalDouble each = perRequest(cpuMillis);
    OptionalDouble cpus = cpus(cpuMillis);
    String what = plan.traffic().mix().all().size() == 1 ? "message" : "request";
    return each.isPresent() && cpus.isPresent()
        ? Words.text("%.3f ms CPU a %s, %.2f CPUs", each.getAsDouble(), what, cpus.getAsDouble())
        : "CPU unknown";
  }

  private String memoryText() {
    Optional<ProcessUsage> now = measured.used().serverNow();
    return now.map(
            u ->
                Words.text(
                    ", %d MiB, %d at most", u.residentKiB() / 1024, u.residentPeakKiB() / 1024))
        .orElse("");
  }

  private String othersText() {
    OptionalDouble share = measured.used().othersShare(machine.processors());
    if (share.isEmpty()) {
      return "unknown";
    }
    String warning =
        share.getAsDouble() > OTHERS_SHARE_MAX ? ": repeat this on a quiet machine" : "";
    return Words.text("%.0f %% of the machine%s", share.getAsDouble() * 100, warning);
  }

  private OptionalDouble cpus(OptionalLong cpuMillis) {
    return cpuMillis.isPresent() && measured.used().seconds() > 0
        ? OptionalDouble.of(cpuMillis.getAsLong() / (measured.used().seconds() * 1000))
        : OptionalDouble.empty();
  }

  private static OptionalDouble percent(OptionalDouble share) {
    return share.isPresent()
        ? OptionalDouble.of(share.getAsDouble() * 100)
        : OptionalDouble.empty();
  }

  private static void put(Map<String, Object> json, String name, OptionalDouble value) {
    value.ifPresent(known -> json.put(name, Latency.rounded(known)));
  }
}
