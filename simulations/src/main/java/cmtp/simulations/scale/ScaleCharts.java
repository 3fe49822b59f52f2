package cmtp.simulations.scale;

import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Mark;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Pictures of one run, or of two of the same scenario. */
final class ScaleCharts {
  private static final double SECOND_MS = 1000;
  private static final Axis TIME = Axis.of("virtual time", Unit.TIME);
  private static final Axis DELAY = Axis.logarithmic("from submission to delivery", Unit.TIME);

  private final ScaleReport run;
  private final List<Mark> marks = new ArrayList<>();

  ScaleCharts(ScaleReport run) {
    this.run = run;
    for (DomainKind kind : run.scenario().kinds()) {
      kind.outages().forEach(span -> mark(kind.name(), kind.name() + " can't be reached", span));
    }
    run.scenario()
        .resolver()
        .outages()
        .forEach(span -> mark("name servers", "no look-up is answered", span));
  }

  private void mark(String kind, String words, DomainKind.Span span) {
    int endMs = Math.min(span.toMs(), run.scenario().durationMs());
    if (span.fromMs() < endMs) {
      marks.add(new Mark(kind, words, span.fromMs(), endMs));
    }
  }

  LineChart waiting() {
    return overTime(
            "Messages that wait, by kind of domain",
            Axis.of("in all queues", Unit.COUNT),
            byKind((sample, seconds) -> sample.waiting()))
        .as(LineChart.Form.STACKED);
  }

  LineChart oldest() {
    return overTime(
        "Age of the message that waits longest, by kind of domain",
        Axis.of("age", Unit.TIME),
        byKind((sample, seconds) -> sample.oldestMs()));
  }

  LineChart delays() {
    return overTime(
            "Delay of 99 of 100 messages, by kind of domain",
            DELAY,
            byKind((sample, seconds) -> known(sample.delayMs99())))
        .noting("Of what was delivered since the value before; a line ends where nothing was.");
  }

  LineChart delayOfAll() {
    return overTime(
        "Delay of all messages together",
        DELAY,
        List.of(
            line("half", (sample, seconds) -> known(sample.all().delayMs50())),
            line("99 of 100", (sample, seconds) -> known(sample.all().delayMs99()))));
  }

  LineChart percentiles() {
    return LineChart.ofPercentiles(
        "Delay over the whole time, by share of the messages", DELAY, curves(t -> t.delayMs));
  }

  LineChart tries() {
    return LineChart.ofPercentiles(
        "Attempts of a message until it left, by share of the messages",
        Axis.logarithmic("attempts", Unit.COUNT),
        curves(tally -> tally.attempts));
  }

  LineChart dials() {
    return overTime(
            "Dials, by kind of domain",
            Axis.of("dials", Unit.PER_SECOND),
            byKind((sample, seconds) -> sample.dials() / seconds))
        .as(LineChart.Form.STACKED);
  }

  LineChart failedDials() {
    return overTime(
        "Dials and mail of all nodes",
        Axis.of("since the value before", Unit.PER_SECOND),
        List.of(
            line("dials", (sample, seconds) -> sample.dials() / seconds),
            line("of these failed", (sample, seconds) -> sample.dialsFailed() / seconds),
            line("accepted", (sample, seconds) -> sample.accepted() / seconds),
            line("delivered", (sample, seconds) -> sample.delivered() / seconds)));
  }

  LineChart connections() {
    return overTime(
        "Connections, and domains that wait for one",
        Axis.of("at that time", Unit.COUNT),
        List.of(
            line("connections", (sample, seconds) -> sample.connections()),
            line("domains that wait", (sample, seconds) -> sample.turnsWaiting())));
  }

  LineChart processors() {
    return overTime(
        "Processors of the nodes",
        Axis.of("busy", Unit.PERCENT),
        List.of(line("all nodes", (sample, seconds) -> 100 * sample.cpuShare())));
  }

  /** The same of both runs. */
  LineChart versus(ScaleReport other, String title, Axis y, ToDoubleFunction<Sample> value) {
    Line asItIs = line("as it is", (sample, seconds) -> value.applyAsDouble(sample));
    Line changed =
        new ScaleCharts(other).line("versus", (sample, seconds) -> value.applyAsDouble(sample));
    return overTime(title, y, List.of(asItIs, changed));
  }

  static double known(long delayMs) {
    return delayMs > 0 ? delayMs : Point.NOTHING;
  }

  private LineChart overTime(String title, Axis y, List<Line> lines) {
    return new LineChart(title, "", TIME, y, LineChart.Form.LINES, lines, marks);
  }

  private List<Line> byKind(ToDoubleBiFunction<Sample.OfKind, Double> value) {
    return IntStream.range(0, run.scenario().kinds().size())
        .mapToObj(
            k ->
                line(
                    run.world().tallies.get(k).kind,
                    (sample, seconds) -> value.applyAsDouble(sample.kinds().get(k), seconds)))
        .toList();
  }

  /**
   * @param value of a sample, and of the seconds since the one before
   */
  private Line line(String name, ToDoubleBiFunction<Sample, Double> value) {
    List<Point> points = new ArrayList<>();
    int lastMs = 0;
    for (Sample sample : run.samples()) {
      double seconds = Math.max(1, sample.atMs() - lastMs) / SECOND_MS;
      points.add(new Point(sample.atMs(), value.applyAsDouble(sample, seconds)));
      lastMs = sample.atMs();
    }
    return new Line(name, points);
  }

  private List<Line> curves(Function<Tally, Histogram> values) {
    List<Line> curves = new ArrayList<>();
    curves.add(Line.percentiles("all", values.apply(run.all()), 1));
    run.world()
        .tallies
        .forEach(tally -> curves.add(Line.percentiles(tally.kind, values.apply(tally), 1)));
    return curves;
  }
}
