package cmtp.simulations.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What of a line chart is drawn, and where: axes with their ends, lines thinned and, where they are
 * stacked, lifted.
 */
final class LinePicture {
  static final int LINES_MAX = 8;
  static final int POINTS_MAX = 400;
  static final int MARKS_MAX = 300;

  private final LineChart chart;
  private final Ruler x;
  private final Ruler y;
  private final List<Drawn> lines;

  /** A line's points that are drawn; {@code floor} is what lies under it. */
  record Drawn(Line line, List<Point> points, List<Double> floor) {
    Drawn {
      points = List.copyOf(points);
      floor = List.copyOf(floor);
    }

    double top(int i) {
      return points.get(i).y() + floor.get(i);
    }
  }

  LinePicture(LineChart chart) {
    this.chart = chart;
    List<Line> shown = chart.lines().stream().limit(LINES_MAX).toList();
    this.lines = chart.form() == LineChart.Form.STACKED ? stacked(shown) : thinned(shown);
    this.x = Ticks.within(chart.x(), lowestX(), highestX());
    this.y = Ticks.around(chart.y(), edge().min().orElse(0), edge().max().orElse(0));
  }

  Ruler x() {
    return x;
  }

  Ruler y() {
    return y;
  }

  List<Drawn> lines() {
    return lines;
  }

  /** Marks by kind, in the order in which kinds come first. */
  Map<String, List<Mark>> lanes() {
    Map<String, List<Mark>> lanes = new LinkedHashMap<>();
    chart.marks().stream()
        .limit(MARKS_MAX)
        .forEach(mark -> lanes.computeIfAbsent(mark.kind(), any -> new ArrayList<>()).add(mark));
    return lanes;
  }

  private static List<Drawn> thinned(List<Line> lines) {
    return lines.stream()
        .map(
            line -> {
              double[] ys = line.points().stream().mapToDouble(Point::y).toArray();
              List<Point> points =
                  Thinning.indices(ys, POINTS_MAX).stream().map(line.points()::get).toList();
              return new Drawn(line, points, points.stream().map(any -> 0.0).toList());
            })
        .toList();
  }

  private static List<Drawn> stacked(List<Line> lines) {
    int length = lines.isEmpty() ? 0 : lines.get(0).points().size();
    double[] sums =
        IntStream.range(0, length)
            .mapToDouble(i -> lines.stream().mapToDouble(line -> known(line, i)).sum())
            .toArray();
    List<Integer> kept = Thinning.indices(sums, POINTS_MAX);
    double[] under = new double[length];
    List<Drawn> drawn = new ArrayList<>();
    for (Line line : lines) {
      List<Point> points =
          kept.stream().map(i -> new Point(line.points().get(i).x(), known(line, i))).toList();
      drawn.add(new Drawn(line, points, kept.stream().map(i -> under[i]).toList()));
      IntStream.range(0, length).forEach(i -> under[i] += known(line, i));
    }
    return drawn;
  }

  private static double known(Line line, int i) {
    Point point = line.points().get(i);
    return point.isKnown() ? point.y() : 0;
  }

  private double lowestX() {
    DoubleStream marks = chart.marks().stream().mapToDouble(Mark::from);
    double least = DoubleStream.concat(xs(), marks).min().orElse(0);
    boolean fromZero = chart.x().unit() == Unit.TIME && chart.x().scale() == Scale.LINEAR;
    return fromZero ? Math.min(0, least) : least;
  }

  private double highestX() {
    return DoubleStream.concat(xs(), chart.marks().stream().mapToDouble(Mark::to)).max().orElse(1);
  }

  private DoubleStream xs() {
    return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::x);
  }

  /** All heights; on a logarithmic axis those that have one. */
  private DoubleStream edge() {
    return lines.stream()
        .flatMapToDouble(line -> IntStream.range(0, line.points().size()).mapToDouble(line::top))
        .filter(top -> !Double.isNaN(top))
        .filter(top -> chart.y().scale() != Scale.LOGARITHMIC || top > 0);
  }
}
