package cmtp.simulations.report;

import java.util.List;
import java.util.stream.IntStream;

/** A chart's values in words and where they lie, in thousandths of its width. */
record Hover(List<Curve> lines, List<Time> marks) {
  private static final int WIDTH = 1000;

  /** The words of one line; three lists of the same length. */
  record Curve(String name, int colour, List<Integer> at, List<String> x, List<String> y) {}

  record Time(int from, int to, String words) {}

  static Hover of(LineChart chart, LinePicture picture) {
    return new Hover(
        IntStream.range(0, picture.lines().size()).mapToObj(i -> curve(chart, picture, i)).toList(),
        chart.marks().stream()
            .limit(LinePicture.MARKS_MAX)
            .map(
                mark ->
                    new Time(place(picture, mark.from()), place(picture, mark.to()), mark.words()))
            .toList());
  }

  private static Curve curve(LineChart chart, LinePicture picture, int number) {
    LinePicture.Drawn drawn = picture.lines().get(number);
    List<Point> known = drawn.points().stream().filter(Point::isKnown).toList();
    return new Curve(
        drawn.line().name(),
        number,
        known.stream().map(point -> place(picture, point.x())).toList(),
        known.stream().map(point -> words(chart.x(), point.x())).toList(),
        known.stream().map(point -> chart.y().unit().words(point.y())).toList());
  }

  private static String words(Axis axis, double value) {
    return axis.scale() == Scale.PERCENTILE
        ? "p" + Math.round(value * WIDTH) / (double) WIDTH
        : axis.unit().words(value);
  }

  private static int place(LinePicture picture, double x) {
    return (int) Math.round(WIDTH * picture.x().share(x));
  }
}
