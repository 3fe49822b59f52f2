package cmtp.simulations.resilience;

import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Mark;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Story;
import cmtp.simulations.report.Table;
import cmtp.simulations.report.Unit;
import cmtp.simulations.resilience.ledger.Account;
import cmtp.simulations.resilience.ledger.Course;
import cmtp.simulations.resilience.ledger.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A run as a report: for people who have not seen it. */
final class OutcomePage {
  private static final double NANOS_PER_MS = 1e6;
  private static final double BIN_MS = 1000;
  private static final String NONE = "-";

  private final Outcome outcome;

  private OutcomePage(Outcome outcome) {
    this.outcome = outcome;
  }

  static Report of(Outcome outcome, Origin origin) {
    return new OutcomePage(outcome).report(origin);
  }

  private Report report(Origin origin) {
    RunPlan plan = outcome.plan();
    Report report =
        Report.of(
            plan.count() + " x " + plan.faultWords() + " on " + plan.shape().words(),
            origin.withSeed(plan.seed()),
            outcome.took());
    report = figures(findings(report));
    report = report.section(course());
    if (!outcome.cuts().isEmpty()) {
      report = report.section(cuts());
    }
    if (!outcome.fates().isEmpty()) {
      report =
          report.section(
              Section.of(
                  "What is known",
                  "Of messages that are not as they must be: what the ledger has.",
                  new Story("Message by message", outcome.fates())));
    }
    return report
        .section(faults())
        .fact("topology", plan.shape().words())
        .fact("writers", Integer.toString(plan.writers()))
        .replay(plan.again(), "The same faults, each after as much time.")
        .result(OutcomeText.json(outcome));
  }

  private Report findings(Report before) {
    Account account = outcome.account();
    int acknowledged = account.acknowledged();
    int lost = account.lost().size();
    Report report =
        before
            .found(
                Finding.of(
                    lost == 0,
                    "None of " + acknowledged + " acknowledged messages is missing.",
                    lost + " of " + acknowledged + " acknowledged messages are missing."))
            .found(none(account.doubled().size(), "is in its mailbox more than once"))
            .found(none(account.ghosts().size(), "is in a mailbox that nobody sent it to"))
            .found(none(account.damaged().size(), "has another body than was sent"));
    long good = outcome.cuts().stream().filter(CutOutcome::isFlawless).count();
    if (!outcome.cuts().isEmpty()) {
      String of = good + " of " + outcome.cuts().size() + " power cuts";
      report =
          report.found(
              Finding.of(
                  good == outcome.cuts().size(),
                  of + ": all that was acknowledged before was there, once.",
                  "Only after " + of + " all that was acknowledged was there, once."));
    }
    for (String problem : outcome.problems()) {
      report = report.found(Finding.failed(problem));
    }
    return report;
  }

  private static Finding none(int bad, String what) {
    return Finding.of(
        bad == 0,
        "No message " + what + ".",
        "Of the messages found, " + bad + ": each " + what + ".");
  }

  private Report figures(Report before) {
    OptionalLong worst =
        outcome.recoveries().stream()
            .map(Recovery::recoveryNanos)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max();
    Account account = outcome.account();
    return before
        .figure("acknowledged", Unit.COUNT.words(account.acknowledged()))
        .figure("lost", Unit.COUNT.words(account.lost().size()))
        .figure("doubled", Unit.COUNT.words(account.doubled().size()))
        .figure("sent again", Unit.COUNT.words(outcome.sentAgain()))
        .figure("put off", Unit.COUNT.words(account.refusals()))
        .figure("longest recovery", words(worst));
  }

  private static String words(OptionalLong nanos) {
    return nanos.isPresent() ? Unit.TIME.words(nanos.getAsLong() / NANOS_PER_MS) : NONE;
  }

  private double at(long nanos) {
    return (nanos - outcome.beganNanos()) / NANOS_PER_MS;
  }

  private Section course() {
    List<Mark> marks = new ArrayList<>();
    List<Point> recoveries = new ArrayList<>();
    List<Point> wholes = new ArrayList<>();
    for (Recovery one : outcome.recoveries()) {
      String kind = one.what().split(" of ")[0];
      marks.add(new Mark(kind, one.what(), at(one.beganNanos()), at(one.endedNanos())));
      one.recoveryNanos()
          .ifPresent(
              nanos -> recoveries.add(new Point(at(one.beganNanos()), nanos / NANOS_PER_MS)));
    }
    for (Recovery one : outcome.recoveries()) {
      one.wholeNanos()
          .ifPresent(nanos -> wholes.add(new Point(at(one.beganNanos()), nanos / NANOS_PER_MS)));
    }
    List<Point> latencies =
        outcome.course().taken().stream()
            .map(one -> new Point(at(one.atNanos()), one.tookNanos() / NANOS_PER_MS))
            .toList();
    return Section.of(
        "Over time",
        "What writers saw, and what was done to the nodes meanwhile.",
        LineChart.overTime("Messages taken", Axis.of("rate", Unit.PER_SECOND), List.of(rate()))
            .as(LineChart.Form.STEPS)
            .with(marks),
        LineChart.overTime(
                "From the first attempt to the acknowledgement",
                Axis.logarithmic("time", Unit.TIME),
                List.of(new Line("a message", latencies)))
            .as(LineChart.Form.DOTS)
            .with(marks),
        LineChart.overTime(
                "Time to recover",
                Axis.of("recovery", Unit.TIME),
                List.of(
                    new Line("mail is taken again", recoveries),
                    new Line("all is as before", wholes)))
            .as(LineChart.Form.DOTS)
            .noting(
                "From the end of a fault until every mailbox and queue has taken mail again; and"
                    + " until all nodes work together, and nothing waits that did then."));
  }

  private Line rate() {
    Map<Long, Integer> bins = new TreeMap<>();
    for (Course.Taken one : outcome.course().taken()) {
      bins.merge((long) (at(one.atNanos()) / BIN_MS), 1, Integer::sum);
    }
    List<Point> points = new ArrayList<>();
    long last = bins.keySet().stream().max(Long::compare).orElse(-1L);
    for (long bin = 0; bin <= last; bin++) {
      points.add(new Point(bin * BIN_MS, bins.getOrDefault(bin, 0)));
    }
    return new Line("taken", points);
  }

  private Section cuts() {
    List<List<String>> rows =
        outcome.cuts().stream()
            .map(
                cut ->
                    List.of(
                        Integer.toString(cut.number()),
                        cut.changedLast(),
                        Long.toString(cut.unsynced()),
                        cut.word(),
                        cut.record() + " of " + cut.records(),
                        Long.toString(cut.syncs()),
                        cut.account().map(a -> Integer.toString(a.acknowledged())).orElse(NONE),
                        cut.problem().orElseGet(() -> cut.isFlawless() ? "all there" : "NOT")))
            .toList();
    return Section.of(
        "Power cuts",
        "The directory was made as the disk might have been at that moment, and a node started on"
            + " it.",
        new Table(
            "By moment",
            List.of(
                "number",
                "in the middle of",
                "unsynced",
                "of these kept",
                "before record",
                "syncs",
                "acknowledged",
                "found"),
            rows));
  }

  private Section faults() {
    List<List<String>> rows =
        outcome.recoveries().stream()
            .map(
                one ->
                    List.of(
                        Integer.toString(one.number()),
                        one.what(),
                        Unit.TIME.words(at(one.beganNanos())),
                        words(one.silentNanos()),
                        words(one.recoveryNanos()),
                        words(one.wholeNanos())))
            .toList();
    return Section.of(
        "Faults",
        "",
        new Table(
            "In their order",
            List.of(
                "number",
                "what",
                "at",
                "from its beginning until mail is taken",
                "from its end",
                "until all is as before"),
            rows));
  }
}
