package cmtp.simulations.report;

import java.util.List;
import java.util.Locale;

/**
 * Lines over a common axis, and what happened meanwhile.
 *
 * @param note how to read it; may be empty
 */
public record LineChart(
    String title, String note, Axis x, Axis y, Form form, List<Line> lines, List<Mark> marks)
    implements Part {

  /** How lines are drawn. */
  public enum Form {
    LINES,
    /** A value holds until the next one. */
    STEPS,
    /** Values that have nothing between them. */
    DOTS,
    /** One on the other: the uppermost edge is the sum. All have the same x values. */
    STACKED;

    String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public LineChart {
    lines = List.copyOf(lines);
    marks = List.copyOf(marks);
    if (form == Form.STACKED) {
      mustHaveTheSame(title, lines);
    }
  }

  /** Over time, which is counted in milliseconds since the run's beginning. */
  public static LineChart overTime(String title, Axis y, List<Line> lines) {
    return new LineChart(title, "", Axis.of("time", Unit.TIME), y, Form.LINES, lines, List.of());
  }

  /** Curves of {@link Line#percentiles}. */
  public static LineChart ofPercentiles(String title, Axis y, List<Line> curves) {
    Axis x = new Axis("percentile", Unit.PERCENT, Scale.PERCENTILE);
    return new LineChart(title, "", x, y, Form.LINES, curves, List.of());
  }

  public LineChart with(List<Mark> happened) {
    return new LineChart(title, note, x, y, form, lines, happened);
  }

  public LineChart as(Form other) {
    return new LineChart(title, note, x, y, other, lines, marks);
  }

  public LineChart noting(String words) {
    return new LineChart(title, words, x, y, form, lines, marks);
  }

  private static void mustHaveTheSame(String title, List<Line> lines) {
    List<Double> first = lines.isEmpty() ? List.of() : xs(lines.get(0));
    if (!lines.stream().allMatch(line -> xs(line).equals(first))) {
      throw new IllegalArgumentException(title + ": stacked lines need the same x values");
    }
  }

  private static List<Double> xs(Line line) {
    return line.points().stream().map(Point::x).toList();
  }
}
