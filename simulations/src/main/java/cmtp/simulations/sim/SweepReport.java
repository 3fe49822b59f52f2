package cmtp.simulations.sim;

import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Unit;
import cmtp.simulations.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A sweep over seeds, for the report. */
final class SweepReport {
  /** What of one run is kept until the end. */
  private record Seed(long number, long p50, long p99, long max, long cpuMillis) {}

  private final Scenario scenario;
  private final int seeds;
  private final List<Seed> done = new ArrayList<>();

  SweepReport(Scenario scenario, int seeds) {
    this.scenario = scenario;
    this.seeds = seeds;
  }

  void add(Result result) {
    done.add(
        new Seed(
            result.seed(),
            result.latencies().percentile(50),
            result.latencies().percentile(99),
            result.latencies().max(),
            result.cpu().toMillis()));
  }

  /**
   * @param smallest run that breaks the rule which the first failure broke
   */
  Report of(
      Sweep.Outcome outcome, Optional<Result> smallest, Map<String, Object> json, Origin origin) {
    String title =
        String.format(
            "Sweep of %s over %s seeds: %s domains, %s",
            scenario.name(),
            Unit.COUNT.words(seeds),
            Unit.COUNT.words(scenario.domains()),
            Unit.TIME.words(scenario.duration().toMillis()));
    Report report =
        Report.of(title, origin, outcome.wall())
            .fact("scenario", scenario.description())
            .figure("clean runs", Unit.COUNT.words(outcome.clean()))
            .figure("messages", Unit.COUNT.words(outcome.mails()))
            .figure("CPU time", Unit.TIME.words(outcome.cpu().toMillis()))
            .result(json);
    Report judged =
        smallest
            .map(result -> broken(report, outcome, result))
            .orElseGet(() -> report.found(clean(outcome)));
    return judged.section(seeds()).replay(origin.command(), "Each seed has the same course again.");
  }

  private Finding clean(Sweep.Outcome outcome) {
    return Finding.passed(
        String.format(
            "All %s seeds are clean: no rule was broken in %s messages.",
            Unit.COUNT.words(outcome.clean()), Unit.COUNT.words(outcome.mails())));
  }

  private static Report broken(Report report, Sweep.Outcome outcome, Result smallest) {
    String at =
        outcome.failure().map(first -> "Seed " + first.seed() + " breaks a rule. ").orElse("");
    String size =
        String.format(
            " It breaks with %d domains, %d faults and %d letters too.",
            smallest.scenario().domains(), smallest.faults().size(), smallest.counts().written());
    Finding found = RunReport.finding(smallest);
    Report told = report.found(Finding.failed(at + found.sentence() + size));
    return RunReport.sections(told, smallest)
        .replay(Reports.replay(smallest), "The smallest run that breaks the same rule.");
  }

  private Section seeds() {
    done.sort(Comparator.comparingLong(Seed::number));
    Axis x = Axis.of("seed", Unit.COUNT);
    LineChart latency =
        new LineChart(
            "Time on the way, by seed",
            "",
            x,
            Axis.logarithmic("from hand to mailbox", Unit.TIME),
            LineChart.Form.DOTS,
            List.of(line("half", Seed::p50), line("99 %", Seed::p99), line("longest", Seed::max)),
            List.of());
    LineChart cpu =
        new LineChart(
            "CPU time, by seed",
            "",
            x,
            Axis.of("of one run", Unit.TIME),
            LineChart.Form.DOTS,
            List.of(line("CPU", Seed::cpuMillis)),
            List.of());
    return Section.of("Seeds", "", latency, cpu);
  }

  private Line line(String name, ToDoubleFunction<Seed> value) {
    return new Line(
        name,
        done.stream().map(seed -> new Point(seed.number(), value.applyAsDouble(seed))).toList());
  }
}
