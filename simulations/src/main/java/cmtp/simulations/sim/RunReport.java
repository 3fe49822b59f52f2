package cmtp.simulations.sim;

import cmtp.simulations.report.Axis;
import cmtp.simulations.report.BarChart;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Story;
import cmtp.simulations.report.Table;
import cmtp.simulations.report.Unit;
import cmtp.simulations.sim.check.Violation;
import cmtp.simulations.sim.scenario.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A run of a scenario, for the report. */
final class RunReport {
  private RunReport() {}

  static Report of(Result result, Origin origin) {
    String title =
        String.format(
            "Simulation of %s: %s domains, %s faults, %s",
            result.scenario().name(),
            Unit.COUNT.words(result.scenario().domains()),
            Unit.COUNT.words(result.faults().size()),
            Unit.TIME.words(result.scenario().duration().toMillis()));
    Report report =
        Report.of(title, origin.withSeed(result.seed()), result.wall())
            .found(finding(result))
            .fact("scenario", result.scenario().description())
            .fact("users", result.scenario().users() + " in each domain")
            .fact("trace", result.trace())
            .result(Reports.json(result));
    return sections(figures(report, result), result)
        .replay(Reports.replay(result), "With the same commit it has the same course and trace.");
  }

  static Finding finding(Result result) {
    Result.Counts counts = result.counts();
    return result
        .violation()
        .map(RunReport::broken)
        .orElseGet(
            () ->
                Finding.passed(
                    String.format(
                        "No rule was broken: of %s letters %s were taken, %s arrived, and the"
                            + " failure of %s was reported to their writers.%s",
                        Unit.COUNT.words(counts.written()),
                        Unit.COUNT.words(counts.acknowledged()),
                        Unit.COUNT.words(counts.arrived()),
                        Unit.COUNT.words(counts.reported()),
                        others(counts.acknowledged() - counts.arrived() - counts.reported()))));
  }

  private static Finding broken(Violation violation) {
    return Finding.failed(
        "The rule \"" + violation.rule() + "\" is broken: " + violation.text() + ".");
  }

  private static String others(long many) {
    return many <= 0
        ? ""
        : " The other "
            + Unit.COUNT.words(many)
            + " failed and had no proven writer to tell, or went to an impostor.";
  }

  private static Report figures(Report report, Result result) {
    return report
        .figure("messages arrived", Unit.COUNT.words(result.counts().arrived()))
        .figure("half were faster than", Unit.TIME.words(result.latencies().percentile(50)))
        .figure("99 % were faster than", Unit.TIME.words(result.latencies().percentile(99)))
        .figure("longest on its way", Unit.TIME.words(result.latencies().max()))
        .figure("simulated", Unit.TIME.words(result.simulated().toMillis()))
        .figure("CPU time", Unit.TIME.words(result.cpu().toMillis()));
  }

  /** What a run has to show, the broken rule first. */
  static Report sections(Report report, Result result) {
    Report told =
        result
            .violation()
            .map(violation -> report.section(broken(violation, result)))
            .orElse(report);
    CourseCharts charts = new CourseCharts(result);
    Report shown =
        told.section(
                Section.of("Delivery", "", charts.latency(), percentiles(result), outcomes(result)))
            .section(Section.of("Queues", "", charts.queues()))
            .section(Section.of("Attempts", "", charts.attempts(), charts.tries()));
    return (result.faults().isEmpty() ? shown : shown.section(faults(result)))
        .section(Section.of("Counts", "", counts(result)));
  }

  private static Section broken(Violation violation, Result result) {
    String about = violation.mid().map(mid -> "The message " + mid + ". ").orElse("");
    return Section.of(
        "The broken rule: " + violation.rule(),
        about + violation.text(),
        new Story("What happened, in virtual time since the nodes started", result.story()));
  }

  private static LineChart percentiles(Result result) {
    return LineChart.ofPercentiles(
        "Time on the way, by share of the messages",
        Axis.logarithmic("at most so long", Unit.TIME),
        List.of(Line.percentiles("all messages", result.latencies().all(), 1)));
  }

  private static BarChart outcomes(Result result) {
    Result.Counts counts = result.counts();
    return new BarChart(
        "What became of the letters",
        "",
        Unit.COUNT,
        List.of(
            new BarChart.Bar("written", counts.written()),
            new BarChart.Bar("taken", counts.acknowledged()),
            new BarChart.Bar("arrived", counts.arrived()),
            new BarChart.Bar("failure reported", counts.reported())));
  }

  private static Section faults(Result result) {
    Table faults =
        new Table(
            "",
            List.of("number", "at", "what"),
            result.faults().stream()
                .sorted(Comparator.comparing(Fault::at))
                .map(
                    fault ->
                        List.of(
                            Integer.toString(fault.number()),
                            Unit.TIME.words(fault.at().toMillis()),
                            fault.toString()))
                .toList());
    return Section.of("Faults", "", faults);
  }

  private static Table counts(Result result) {
    @SuppressWarnings("unchecked") // it is a map of numbers
    Map<String, Object> counts = (Map<String, Object>) Reports.json(result).get("counts");
    return new Table(
        "",
        List.of("what", "how many"),
        counts.entrySet().stream()
            .map(
                one ->
                    List.of(
                        one.getKey(), Unit.COUNT.words(((Number) one.getValue()).doubleValue())))
            .toList());
  }
}
