package cmtp.simulations.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Named values, in the order of x. */
public record Line(String name, List<Point> points) {
  private static final double FIRST_PERCENTILE = 50;
  private static final int STEPS_PER_NINE = 16;
  private static final int NINES = 4;

  public Line {
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).x() < points.get(i - 1).x()) {
        throw new IllegalArgumentException(name + " goes back at " + points.get(i));
      }
    }
  }

  /**
   * The upper half of a distribution, as far as it has values for: for a {@link Scale#PERCENTILE}.
   *
   * @param perUnit how many of the histogram's units one of the axis' has
   */
  public static Line percentiles(String name, Histogram values, double perUnit) {
    List<Point> points = new ArrayList<>();
    double from = Scale.PERCENTILE.place(FIRST_PERCENTILE);
    double limit = Math.min(NINES, Math.log10(Math.max(2, values.getTotalCount())));
    int steps = Math.max(1, (int) Math.ceil((limit - from) * STEPS_PER_NINE));
    for (int i = 0; i <= steps && values.getTotalCount() > 0; i++) {
      double percent = 100 * (1 - Math.pow(10, -(from + (limit - from) * i / steps)));
      points.add(new Point(percent, values.getValueAtPercentile(percent) / perUnit));
    }
    return new Line(name, points);
  }

  /** The lines that go highest, and one for the sum of all others; all have the same x values. */
  public static List<Line> largest(int most, List<Line> lines) {
    if (lines.size() <= most) {
      return List.copyOf(lines);
    }
    List<Line> sorted =
        lines.stream().sorted(Comparator.comparingDouble(Line::highest).reversed()).toList();
    List<Line> found = new ArrayList<>(sorted.subList(0, most - 1));
    List<Line> others = sorted.subList(most - 1, sorted.size());
    found.add(new Line(others.size() + " others", sums(others)));
    return List.copyOf(found);
  }

  private static List<Point> sums(List<Line> lines) {
    List<Point> first = lines.get(0).points;
    return IntStream.range(0, first.size())
        .mapToObj(i -> new Point(first.get(i).x(), sum(lines, i)))
        .toList();
  }

  private static double sum(List<Line> lines, int i) {
    return lines.stream()
        .map(line -> line.points().get(i))
        .filter(Point::isKnown)
        .mapToDouble(Point::y)
        .sum();
  }

  /** Of what is known; minus infinity if nothing is. */
  double highest() {
    return points.stream()
        .filter(Point::isKnown)
        .mapToDouble(Point::y)
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }
}
