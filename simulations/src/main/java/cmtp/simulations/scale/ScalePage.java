package cmtp.simulations.scale;

import cmtp.node.delivery.DeliverySettings;
import cmtp.node.delivery.RetrySettings;
import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Table;
import cmtp.simulations.report.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run, or two of one scenario, for the report. */
final class ScalePage {
  private static final List<String> COLUMNS =
      List.of(
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
          "of these failed");

  private final ScaleReport run;
  private final Optional<Comparison> comparison;

  ScalePage(ScaleReport run, Optional<Comparison> comparison) {
    this.run = run;
    this.comparison = comparison;
  }

  Report of(Origin origin) {
    Scenario scenario = run.scenario();
    double seconds =
        run.effort().seconds() + comparison.map(c -> c.other().effort().seconds()).orElse(0.0);
    Report report =
        Report.of(
                title(),
                origin.withSeed(scenario.seed()),
                Duration.ofMillis((long) (seconds * 1000)))
            .found(addsUp())
            .fact("scenario", scenario.name() + ": " + scenario.description())
            .fact("nodes", Unit.COUNT.words(scenario.nodes()))
            .fact("delivery", words(scenario.delivery()))
            .fact("hash", ScaleReport.text("%016x", run.hash()))
            .fact("CPU time", Unit.TIME.words(1000 * run.effort().cpuSeconds()))
            .fact("memory used", run.effort().residentMiB() + " MiB at most");
    Report told = figures(report).section(kinds());
    return sections(comparison.map(both -> compared(told, both)).orElse(told))
        .replay(origin.command(), "With the same commit it has the same hash.");
  }

  private static String words(DeliverySettings settings) {
    RetrySettings retry = settings.retry();
    return ScaleReport.text(
        "first retry after %s, at most %s apart, given up after %s; of each node %,d connections,"
            + " %,d dials a second; %,d connections to a domain",
        Unit.TIME.words(retry.first().toMillis()),
        Unit.TIME.words(retry.max().toMillis()),
        Unit.TIME.words(retry.giveUpAfter().toMillis()),
        settings.connectionsMax(),
        settings.dialsPerSecond(),
        settings.windowMax());
  }

  private String title() {
    return ScaleReport.text(
        "%s: %,d domains, %s, %,.0f messages a day",
        run.scenario().name(),
        run.scenario().domains(),
        Ages.words(run.scenario().durationMs()),
        run.scenario().traffic().messagesPerDay());
  }

  /** The run stops where it doesn't. */
  private Finding addsUp() {
    Tally all = run.all();
    return Finding.passed(
        ScaleReport.text(
            "All messages are accounted for at each of %,d samples: %,d accepted = %,d delivered +"
                + " %,d failed + %,d waiting.",
            run.samples().size(), all.accepted, all.delivered, all.failed(), all.waiting));
  }

  private Report figures(Report report) {
    Tally all = run.all();
    return report
        .figure("delivered", Unit.COUNT.words(all.delivered))
        .figure("half were faster than", Ages.words(percentile(all, 50)))
        .figure("99 % were faster than", Ages.words(percentile(all, 99)))
        .figure("waiting at most", Unit.COUNT.words(run.mostWaiting()))
        .figure("attempts a message", ScaleReport.text("%.2f", tries(all)))
        .figure("dials a second at most", ScaleReport.text("%,.0f", run.mostDialsPerSecond()));
  }

  private Section kinds() {
    List<List<String>> rows = new ArrayList<>();
    run.world().tallies.forEach(tally -> rows.add(row(tally)));
    rows.add(row(run.all()));
    return Section.of("Kinds of domains", "", new Table("", COLUMNS, rows));
  }

  private static List<String> row(Tally tally) {
    return List.of(
        tally.kind,
        Unit.COUNT.words(tally.accepted),
        Unit.COUNT.words(tally.delivered),
        Unit.COUNT.words(tally.failed()),
        Unit.COUNT.words(tally.refusedFull + tally.refusedBusy),
        Unit.COUNT.words(tally.waiting),
        Ages.words(percentile(tally, 50)),
        Ages.words(percentile(tally, 99)),
        ScaleReport.text("%.2f", tries(tally)),
        Unit.COUNT.words(tally.dials),
        tally.dials == 0 ? "" : Unit.PERCENT.words(100.0 * tally.dialsFailed / tally.dials));
  }

  private static double tries(Tally tally) {
    return tally.attempts.getTotalCount() == 0 ? 0 : tally.attempts.getMean();
  }

  private static long percentile(Tally tally, double percent) {
    return tally.delayMs.getTotalCount() == 0 ? 0 : tally.delayMs.getValueAtPercentile(percent);
  }

  private Report sections(Report report) {
    ScaleCharts charts = new ScaleCharts(run);
    return report
        .section(Section.of("Queues", "", charts.waiting(), charts.oldest()))
        .section(
            Section.of("Delay", "", charts.delayOfAll(), charts.delays(), charts.percentiles()))
        .section(Section.of("Attempts", "", charts.dials(), charts.failedDials(), charts.tries()))
        .section(
            Section.of(
                "What it takes of the nodes", "", charts.connections(), charts.processors()));
  }

  private Report compared(Report report, Comparison both) {
    ScaleCharts charts = new ScaleCharts(run);
    ScaleReport other = both.other();
    return report.section(
        Section.of(
            "Versus " + String.join(", ", both.settings()),
            "The same mail again, with other settings. What follows after this is as it is.",
            new Table("", List.of("", "as it is", "versus", "ratio"), both.table()),
            charts.versus(
                other, "Messages that wait", Axis.of("in all queues", Unit.COUNT), Sample::waiting),
            charts.versus(
                other,
                "Delay of 99 of 100 messages",
                Axis.logarithmic("from submission to delivery", Unit.TIME),
                sample -> ScaleCharts.known(sample.all().delayMs99()))));
  }
}
