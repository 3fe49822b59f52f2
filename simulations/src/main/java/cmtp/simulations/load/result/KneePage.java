package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.KneeSearch.Step;
import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Table;
import cmtp.simulations.report.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A search's report as a page. */
public final class KneePage {
  private KneePage() {}

  /**
   * @param page to be filled
   */
  public static Report fill(Report page, KneeReport report) {
    return page.found(finding(report))
        .figure("holds", rate(report.knee().below()))
        .figure("does not hold", rate(report.knee().above()))
        .fact("load", PlanText.line(report.plan()))
        .fact("bound", report.bound())
        .fact("node", report.target().first().text())
        .section(
            Section.of("The knee", "", latencyChart(report), answeredChart(report), table(report)))
        .result(report.toJson());
  }

  private static Finding finding(KneeReport report) {
    String why =
        report.knee().above().flatMap(step -> step.complaint(report.aim())).orElse("not tried");
    return report
        .knee()
        .below()
        .map(
            step ->
                Finding.passed(
                    Words.text(
                        "The node holds %,.0f/s with a p99 of %.1f ms; above: %s.",
                        step.rate(), step.p99Millis(), why)))
        .orElseGet(() -> Finding.failed("The node holds no rate that was tried: " + why + "."));
  }

  private static String rate(Optional<Step> step) {
    return step.map(one -> Unit.PER_SECOND.words(one.rate())).orElse("-");
  }

  private static LineChart latencyChart(KneeReport report) {
    return new LineChart(
        "Latency by rate",
        "Each step of the search. Log scale.",
        Axis.of("rate", Unit.PER_SECOND),
        Axis.logarithmic("latency", Unit.TIME),
        LineChart.Form.DOTS,
        List.of(line("p50", report, Step::p50Millis), line("p99", report, Step::p99Millis)),
        List.of());
  }

  private static LineChart answeredChart(KneeReport report) {
    return new LineChart(
        "Answered by rate",
        "",
        Axis.of("rate", Unit.PER_SECOND),
        Axis.of("answered", Unit.PER_SECOND),
        LineChart.Form.DOTS,
        List.of(line("due", report, Step::offered), line("answered", report, Step::achieved)),
        List.of());
  }

  private static Line line(String name, KneeReport report, ToDoubleFunction<Step> value) {
    return new Line(
        name,
        report.steps().stream()
            .sorted(Comparator.comparingDouble(Step::rate))
            .map(step -> new Point(step.rate(), value.applyAsDouble(step)))
            .toList());
  }

  private static Table table(KneeReport report) {
    return new Table(
        "Steps",
        List.of("rate", "answered", "p50", "p99", "failed", ""),
        report.steps().stream()
            .map(
                step ->
                    List.of(
                        Unit.PER_SECOND.words(step.rate()),
                        Unit.PER_SECOND.words(step.achieved()),
                        Unit.TIME.words(step.p50Millis()),
                        Unit.TIME.words(step.p99Millis()),
                        Unit.COUNT.words(step.failures()),
                        step.complaint(report.aim()).orElse("holds")))
            .toList());
  }
}
