package cmtp.simulations.load.result;

import cmtp.simulations.load.result.Comparison.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Two runs side by side.
 *
 * @param differences of their settings
 */
public record ComparisonReport(
    RunFile before, RunFile after, SortedMap<String, String> differences, List<Row> rows) {
  public ComparisonReport {
    rows = List.copyOf(rows);
  }

  public static String text(SortedMap<String, String> differences) {
    return differences.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Words.text("%-24s %12s %12s %8s  %-14s", "", "before", "after", "ratio", "99 % range"));
    for (Row row : rows) {
      String range =
          row.range().map(r -> Words.text("%.2f to %.2f", r.low(), r.high())).orElse("-");
      lines.add(
          Words.text(
              "%-24s %,12.3f %,12.3f %7.2fx  %-14s %s",
              row.name(), row.before(), row.after(), row.ratio(), range, row.verdict()));
    }
    lines.add(
        Words.text("%-24s %12d %12d", "slices", before.slices().size(), after.slices().size()));
    lines.add(Words.text("%-24s %s / %s", "node", before.node(), after.node()));
    if (!differences.isEmpty()) {
      lines.add("warning: different settings: " + text(differences));
    }
    return lines;
  }

  public Map<String, Object> toJson() {
    List<Map<String, Object>> table = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("what", row.name());
      json.put("before", row.before());
      json.put("after", row.after());
      json.put("ratio", Latency.rounded(row.ratio()));
      row.range().ifPresent(r -> json.put("low", Latency.rounded(r.low())));
      row.range().ifPresent(r -> json.put("high", Latency.rounded(r.high())));
      json.put("verdict", row.verdict());
      table.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("figures", table);
    json.put("slicesBefore", before.slices().size());
    json.put("slicesAfter", after.slices().size());
    json.put("nodeBefore", before.node());
    json.put("nodeAfter", after.node());
    json.put("differences", differences);
    return json;
  }
}
