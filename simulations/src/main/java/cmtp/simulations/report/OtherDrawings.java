package cmtp.simulations.report;

import java.util.List;
import java.util.Locale;

/** Bars, tables and stories as HTML; of each at most so much that a page stays a page. */
final class OtherDrawings {
  static final int BARS_MAX = 60;
  static final int ROWS_MAX = 500;
  static final int STORY_LINES_MAX = 2_000;

  private static final String NUMBER = "[-+]?[0-9][0-9,.]*( ?[%a-zA-Z/]+)?( [0-9]+ [a-z]+)?|";

  private final Html html;

  OtherDrawings(Html html) {
    this.html = html;
  }

  void bars(BarChart chart) {
    double most = chart.bars().stream().mapToDouble(BarChart.Bar::value).max().orElse(0);
    html.open("div", "class", "bars");
    for (BarChart.Bar bar : chart.bars().stream().limit(BARS_MAX).toList()) {
      double share = most > 0 ? 100 * bar.value() / most : 0;
      html.leaf("span", bar.name(), "class", "name").open("span", "class", "track");
      html.leaf("i", "", "style", String.format(Locale.ROOT, "width:%.2f%%", share)).close();
      html.leaf("span", chart.unit().words(bar.value()), "class", "value");
    }
    html.close();
    leftOut(chart.bars().size() - BARS_MAX, "bars");
  }

  void table(Table table) {
    List<List<String>> rows = table.rows().stream().limit(ROWS_MAX).toList();
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (int i = 0; i < table.columns().size(); i++) {
      html.leaf("th", table.columns().get(i), "class", kind(table, i), "scope", "col");
    }
    html.close().close().open("tbody");
    for (List<String> row : rows) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        html.leaf("td", row.get(i), "class", kind(table, i));
      }
      html.close();
    }
    html.close().close().close();
    leftOut(table.rows().size() - ROWS_MAX, "rows");
  }

  private static String kind(Table table, int column) {
    boolean numbers = table.rows().stream().allMatch(row -> row.get(column).matches(NUMBER));
    return numbers ? "number" : "words";
  }

  /** The end of a story is what it is told for. */
  void story(Story story) {
    int before = Math.max(0, story.lines().size() - STORY_LINES_MAX);
    leftOut(before, "lines before these");
    html.open("pre", "class", "story");
    story.lines().stream().skip(before).forEach(line -> html.text(line + "\n"));
    html.close();
  }

  private void leftOut(int many, String what) {
    if (many > 0) {
      html.leaf("p", many + " more " + what + " are in the JSON file only.", "class", "note");
    }
  }
}
