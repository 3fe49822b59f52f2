package cmtp.simulations.sim;

import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is told of a run: to people, and as JSON. */
final class Reports {
  /** So many lines of a story are for a terminal; the JSON has all. */
  private static final int STORY_MAX = 60;

  private Reports() {}

  static Map<String, Object> json(Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean", result.isClean());
    json.put("scenario", result.scenario().name());
    json.put("seed", result.seed());
    json.put("trace", result.trace());
    result.violation().ifPresent(violation -> json.put("violation", violation(violation, result)));
    json.put("domains", result.scenario().domains());
    json.put("users", result.scenario().users());
    json.put("faults", result.faults().stream().map(Fault::toString).toList());
    json.put("simulatedSeconds", result.simulated().toSeconds());
    json.put("settled", result.settled());
    json.put("counts", counts(result.counts()));
    json.put("latencyMs", latency(result));
    json.put("wallSeconds", seconds(result.wall()));
    json.put("cpuSeconds", seconds(result.cpu()));
    json.put("mailsPerCpuSecond", perSecond(result.counts().written(), result.cpu()));
    json.put("eventsPerCpuSecond", perSecond(result.counts().events(), result.cpu()));
    json.put("tasksPerCpuSecond", perSecond(result.counts().tasks(), result.cpu()));
    json.put("replay", replay(result));
    return json;
  }

  private static Map<String, Object> violation(
      cmtp.simulations.sim.check.Violation violation, Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", violation.rule());
    json.put("text", violation.text());
    json.put("mid", violation.mid().map(Object::toString).orElse(null));
    json.put("story", result.story());
    return json;
  }

  private static Map<String, Object> counts(Result.Counts counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("written", counts.written());
    json.put("acknowledged", counts.acknowledged());
    json.put("arrived", counts.arrived());
    json.put("reported", counts.reported());
    json.put("dials", counts.dials());
    json.put("signaturesOf", counts.verified());
    json.put("connections", counts.connections());
    json.put("packets", counts.packets());
    json.put("bytes", counts.bytes());
    json.put("dnsQuestions", counts.dnsQuestions());
    json.put("diskSyncs", counts.syncs());
    json.put("events", counts.events());
    json.put("tasks", counts.tasks());
    return json;
  }

  private static Map<String, Object> latency(Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("p50", result.latencies().percentile(50));
    json.put("p90", result.latencies().percentile(90));
    json.put("p99", result.latencies().percentile(99));
    json.put("max", result.latencies().max());
    return json;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static long perSecond(long many, Duration time) {
    return Math.round(many / Math.max(0.001, seconds(time)));
  }

  /** The command that runs the same again. */
  static String replay(Result result) {
    Scenario scenario = result.scenario();
    List<String> words = new ArrayList<>(List.of("cmtp sim run", scenario.origin()));
    words.add("--seed " + result.seed());
    scenario.overrides().forEach((name, value) -> words.add("--set " + name + "=" + value));
    if (result.faults().size() < scenario.planned(result.seed()).size()) {
      words.add("--faults " + numbers(result.faults()));
    }
    return String.join(" ", words);
  }

  private static String numbers(List<Fault> faults) {
    return faults.isEmpty()
        ? "none"
        : faults.stream().map(f -> Integer.toString(f.number())).collect(Collectors.joining(","));
  }

  static List<String> lines(Result result) {
    List<String> lines = new ArrayList<>();
    Result.Counts counts = result.counts();
    lines.add(
        String.format(
            "%s, seed %d, trace %s: %s",
            result.scenario().name(),
            result.seed(),
            result.trace(),
            result.isClean() ? "clean" : "BROKEN"));
    lines.add(
        String.format(
            "%d domains, %d faults, %s simulated; %d written, %d taken, %d arrived, %d reported",
            result.scenario().domains(),
            result.faults().size(),
            words(result.simulated()),
            counts.written(),
            counts.acknowledged(),
            counts.arrived(),
            counts.reported()));
    lines.add(
        String.format(
            "on their way: half %d ms, 99 %% %d ms, longest %d ms; %.1f s of CPU (%d mails/s)",
            result.latencies().percentile(50),
            result.latencies().percentile(99),
            result.latencies().max(),
            seconds(result.cpu()),
            perSecond(counts.written(), result.cpu())));
    result.violation().ifPresent(violation -> lines.addAll(broken(violation, result)));
    return lines;
  }

  private static List<String> broken(
      cmtp.simulations.sim.check.Violation violation, Result result) {
    List<String> lines = new ArrayList<>();
    lines.add("broken: " + violation.rule());
    lines.add("        " + violation.text());
    violation.mid().ifPresent(mid -> lines.add("message " + mid));
    int from = Math.max(0, result.story().size() - STORY_MAX);
    if (from > 0) {
      lines.add("  ... " + from + " lines before; --report NAME has them all");
    }
    result.story().subList(from, result.story().size()).forEach(line -> lines.add("  " + line));
    lines.add("again:  " + replay(result));
    return lines;
  }

  static String words(Duration time) {
    return time.toHours() > 0
        ? String.format("%d h %02d min", time.toHours(), time.toMinutesPart())
        : String.format("%d min %02d s", time.toMinutes(), time.toSecondsPart());
  }
}
