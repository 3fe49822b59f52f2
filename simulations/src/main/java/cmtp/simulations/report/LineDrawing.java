package cmtp.simulations.report;

import java.util.List;
import java.util.Locale;

/**
 * A line chart as HTML: lines in SVG, which is stretched to the room there is; all texts around it
 * as HTML, which is not.
 */
final class LineDrawing {
  private static final double WIDTH = 1000;
  private static final double HEIGHT = 300;

  private final LineChart chart;
  private final LinePicture picture;
  private final Html html;

  LineDrawing(LineChart chart, Html html) {
    this.chart = chart;
    this.picture = new LinePicture(chart);
    this.html = html;
  }

  /**
   * @param number of the chart on its page
   */
  void write(int number) {
    legend();
    html.open("div", "class", "plot", "data-chart", Integer.toString(number));
    html.leaf("div", chart.y().label(), "class", "ylabel");
    html.open("div", "class", "yaxis");
    for (double tick : picture.y().ticks()) {
      String bottom = "bottom:" + percent(picture.y().share(tick));
      html.leaf("span", chart.y().unit().tick(tick), "style", bottom);
    }
    html.close().open("div", "class", "area");
    svg();
    html.close();
    lanes();
    xAxis();
    html.close();
    leftOut();
  }

  private void legend() {
    html.open("ul", "class", "legend");
    for (int i = 0; i < picture.lines().size(); i++) {
      Line line = picture.lines().get(i).line();
      html.open("li").leaf("i", "", "class", "key c" + i).text(line.name());
      if (line.highest() > Double.NEGATIVE_INFINITY) {
        String most = "at most " + chart.y().unit().words(line.highest());
        html.text(" ").leaf("small", most);
      }
      html.close();
    }
    html.close();
  }

  private void svg() {
    html.open(
        "svg",
        "viewBox",
        "0 0 " + Math.round(WIDTH) + " " + Math.round(HEIGHT),
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        chart.title());
    chart.marks().stream().limit(LinePicture.MARKS_MAX).forEach(this::shade);
    picture.y().ticks().forEach(tick -> grid(0, y(tick), "H" + number(WIDTH)));
    picture.x().ticks().forEach(tick -> grid(x(tick), 0, "V" + number(HEIGHT)));
    for (int i = 0; i < picture.lines().size(); i++) {
      line(picture.lines().get(i), i);
    }
    html.close();
  }

  private void grid(double atX, double atY, String way) {
    html.leaf("path", "", "class", "grid", "d", "M" + number(atX) + " " + number(atY) + way);
  }

  private void shade(Mark mark) {
    double from = x(mark.from());
    if (mark.to() > mark.from()) {
      html.leaf(
          "rect",
          "",
          "class",
          "shade",
          "x",
          number(from),
          "y",
          "0",
          "width",
          number(x(mark.to()) - from),
          "height",
          number(HEIGHT));
    } else {
      html.leaf("path", "", "class", "moment", "d", "M" + number(from) + " 0V" + number(HEIGHT));
    }
  }

  private void line(LinePicture.Drawn drawn, int number) {
    if (chart.form() == LineChart.Form.STACKED) {
      html.leaf("path", "", "class", "fill c" + number, "d", filled(drawn));
      return;
    }
    String form = chart.form() == LineChart.Form.DOTS ? "dots" : "line";
    html.leaf("path", "", "class", form + " c" + number, "d", path(drawn));
  }

  private String path(LinePicture.Drawn drawn) {
    StringBuilder path = new StringBuilder();
    boolean on = false;
    for (Point point : drawn.points()) {
      if (point.isKnown()) {
        path.append(on ? to(point) : "M" + at(point.x(), point.y()) + "h0");
      }
      on = point.isKnown() && chart.form() != LineChart.Form.DOTS;
    }
    return path.toString();
  }

  private String to(Point point) {
    return chart.form() == LineChart.Form.STEPS
        ? "H" + number(x(point.x())) + "V" + number(y(point.y()))
        : "L" + at(point.x(), point.y());
  }

  private String filled(LinePicture.Drawn drawn) {
    StringBuilder path = new StringBuilder();
    int length = drawn.points().size();
    for (int i = 0; i < length; i++) {
      path.append(i == 0 ? "M" : "L").append(at(drawn.points().get(i).x(), drawn.top(i)));
    }
    for (int i = length - 1; i >= 0; i--) {
      path.append("L").append(at(drawn.points().get(i).x(), drawn.floor().get(i)));
    }
    return length == 0 ? "" : path.append("Z").toString();
  }

  private void lanes() {
    picture.lanes().forEach(this::lane);
  }

  private void lane(String kind, List<Mark> marks) {
    html.leaf("div", kind, "class", "kind", "title", kind).open("div", "class", "lane");
    for (Mark mark : marks) {
      double left = picture.x().share(mark.from());
      String width = "width:" + percent(picture.x().share(mark.to()) - left);
      html.leaf("i", "", "style", "left:" + percent(left) + ";" + width, "title", words(mark));
    }
    html.close();
  }

  private String words(Mark mark) {
    Unit unit = chart.x().unit();
    String time = unit.words(mark.from());
    return mark.words()
        + " ("
        + (mark.to() > mark.from() ? time + " to " + unit.words(mark.to()) : "at " + time)
        + ")";
  }

  private void xAxis() {
    html.open("div", "class", "xaxis");
    for (double tick : picture.x().ticks()) {
      String left = "left:" + percent(picture.x().share(tick));
      html.leaf("span", tick(tick), "style", left);
    }
    html.close().leaf("div", chart.x().label(), "class", "xlabel");
  }

  /** Percentiles differ in digits that others don't need. */
  private String tick(double value) {
    if (chart.x().scale() != Scale.PERCENTILE) {
      return chart.x().unit().tick(value);
    }
    return "p" + (value == Math.rint(value) ? Long.toString((long) value) : "" + value);
  }

  private void leftOut() {
    int lines = chart.lines().size() - picture.lines().size();
    int marks = chart.marks().size() - LinePicture.MARKS_MAX;
    if (lines > 0 || marks > 0) {
      String words =
          Math.max(0, lines) + " more lines and " + Math.max(0, marks) + " more marks are in the";
      html.leaf("p", words + " JSON file only.", "class", "note");
    }
  }

  private double x(double value) {
    return WIDTH * picture.x().share(value);
  }

  private double y(double value) {
    return HEIGHT * (1 - picture.y().share(value));
  }

  private String at(double x, double y) {
    return number(x(x)) + " " + number(y(y));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  /** What the page's script shows under the pointer. */
  Hover hover() {
    return Hover.of(chart, picture);
  }
}
