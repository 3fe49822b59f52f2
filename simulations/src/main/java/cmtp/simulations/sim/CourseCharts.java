package cmtp.simulations.sim;

import cmtp.simulations.report.Axis;
import cmtp.simulations.report.BarChart;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Mark;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Unit;
import cmtp.simulations.sim.check.Course;
import cmtp.simulations.sim.scenario.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Pictures of a run's course, over virtual time since the work began. */
final class CourseCharts {
  /** So many domains have a line of their own; the others' sum is one more. */
  private static final int DOMAINS = 6;

  private static final int ATTEMPTS_SHOWN = 10;

  private final Course course;
  private final List<Mark> marks;

  CourseCharts(Result result) {
    this.course = result.course();
    this.marks = marks(result);
  }

  private static List<Mark> marks(Result result) {
    List<Mark> marks = new ArrayList<>();
    result.faults().stream()
        .sorted(Comparator.comparing(Fault::at))
        .forEach(
            fault ->
                marks.add(
                    new Mark(
                        fault.kind().word(),
                        fault.number() + ": " + fault,
                        fault.at().toMillis(),
                        fault.at().plus(fault.length()).toMillis())));
    marks.add(
        Mark.at(
            "made whole",
            "the work is over, and everything is made whole",
            result.scenario().duration().toMillis()));
    return marks;
  }

  LineChart latency() {
    Predicate<Course.Sample> any = sample -> sample.arrived() > 0;
    return overTime(
            "Time on the way, of what arrived",
            Axis.logarithmic("from the writer's hand to the reader's mailbox", Unit.TIME),
            List.of(
                line("half", Course.Sample::p50, any),
                line("99 %", Course.Sample::p99, any),
                line("longest", Course.Sample::max, any)))
        .noting(
            "Each value stands for what arrived since the one before. Below: faults, by kind; point"
                + " at one to see which. A line ends where nothing arrived.");
  }

  LineChart queues() {
    List<Line> domains =
        course.depths().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> depth(one.getKey(), one.getValue()))
            .toList();
    return overTime(
            "Messages that wait, by the domain that they are for",
            Axis.of("messages in all nodes' queues", Unit.COUNT),
            Line.largest(DOMAINS, domains))
        .as(LineChart.Form.STACKED);
  }

  LineChart attempts() {
    return overTime(
            "Attempts",
            Axis.of("since the value before", Unit.COUNT),
            List.of(
                line("dials", Course.Sample::dials, any -> true),
                line("of these failed", Course.Sample::dialsFailed, any -> true),
                line("messages put off", Course.Sample::deferrals, any -> true)))
        .as(LineChart.Form.STEPS);
  }

  /** How often messages were tried. */
  BarChart tries() {
    Map<Integer, Long> counted = new TreeMap<>();
    course
        .attempts()
        .forEach((n, many) -> counted.merge(Math.min(n, ATTEMPTS_SHOWN), many, Long::sum));
    return new BarChart(
        "Attempts until a message was handed over",
        "Dials that reach nobody are not counted here: they are attempts of a domain, not of a"
            + " message.",
        Unit.COUNT,
        counted.entrySet().stream()
            .map(one -> new BarChart.Bar(words(one.getKey()), one.getValue()))
            .toList());
  }

  private static String words(int attempts) {
    return attempts < ATTEMPTS_SHOWN ? "" + attempts : ATTEMPTS_SHOWN + " or more";
  }

  private LineChart overTime(String title, Axis y, List<Line> lines) {
    Axis x = Axis.of("virtual time since the work began", Unit.TIME);
    return new LineChart(title, "", x, y, LineChart.Form.LINES, lines, marks);
  }

  private Line line(
      String name, ToDoubleFunction<Course.Sample> value, Predicate<Course.Sample> known) {
    return new Line(
        name,
        course.samples().stream()
            .map(
                sample ->
                    new Point(
                        sample.at().toMillis(),
                        known.test(sample) ? value.applyAsDouble(sample) : Point.NOTHING))
            .toList());
  }

  private Line depth(String domain, List<Integer> depths) {
    return new Line(
        domain,
        IntStream.range(0, depths.size())
            .mapToObj(i -> new Point(course.samples().get(i).at().toMillis(), depths.get(i)))
            .toList());
  }
}
