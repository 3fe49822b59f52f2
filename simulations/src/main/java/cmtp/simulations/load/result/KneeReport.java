package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.KneeSearch.Aim;
import cmtp.simulations.load.plan.KneeSearch.Knee;
import cmtp.simulations.load.plan.KneeSearch.Step;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Up to which rate a node holds, and what it does above. */
public record KneeReport(
    LoadPlan plan,
    Target target,
    Machine machine,
    Aim aim,
    List<Step> steps,
    Knee knee,
    Totals totals) {
  public KneeReport {
    steps = List.copyOf(steps);
  }

  /** What was measured at a rate. */
  public static Step step(double rate, Measured measured) {
    return new Step(
        rate,
        measured.perSecond(measured.counts().due()),
        measured.answeredPerSecond(),
        Latency.millis(measured.all(), 50),
        Latency.millis(measured.all(), 99),
        measured.counts().failures());
  }

  public static String line(Step step, Aim aim) {
    return Words.text(
        "%,8.1f/s  answered %,8.1f/s  p50 %.1f ms  p99 %.1f ms  %s",
        step.rate(),
        step.achieved(),
        step.p50Millis(),
        step.p99Millis(),
        step.complaint(aim).orElse("holds"));
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(PlanText.line(plan));
    lines.add(
        knee.below()
            .map(step -> "knee        holds " + line(step, aim).strip())
            .orElse("knee        holds no rate that was tried"));
    lines.add(
        knee.above()
            .map(step -> "            not " + line(step, aim).strip())
            .orElse("            and was not tried above"));
    lines.add("bound       " + bound());
    totals
        .reasons()
        .forEach((reason, count) -> lines.add(Words.text("  %,8d x %s", count, reason)));
    target.processes().forEach(one -> lines.add("node        " + one.text()));
    lines.add("machine     " + machine);
    return lines;
  }

  String bound() {
    return Words.text(
        "p99 %.0f ms, %.0f %% of what is due answered in time, nothing failed",
        aim.p99MillisMax(), aim.achievedMin() * 100);
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    knee.below().ifPresent(step -> json.put("holds", json(step)));
    knee.above().ifPresent(step -> json.put("doesNotHold", json(step)));
    json.put("p99MillisMax", aim.p99MillisMax());
    json.put("achievedMin", aim.achievedMin());
    json.put("steps", steps.stream().map(this::json).toList());
    json.put("failures", totals.failures());
    json.put("reasons", totals.reasons());
    json.put("plan", PlanText.json(plan));
    json.put("node", target.first().toJson());
    json.put("machine", machine.toJson());
    return json;
  }

  private Map<String, Object> json(Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rate", Latency.rounded(step.rate()));
    json.put("duePerSecond", Latency.rounded(step.offered()));
    json.put("answeredPerSecond", Latency.rounded(step.achieved()));
    json.put("p50Millis", step.p50Millis());
    json.put("p99Millis", step.p99Millis());
    json.put("failures", step.failures());
    step.complaint(aim).ifPresent(why -> json.put("why", why));
    return json;
  }
}
