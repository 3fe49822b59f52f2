package cmtp.simulations.load.result;

import cmtp.simulations.load.result.Comparison.Row;
import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Table;
import cmtp.simulations.report.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
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
      lines.add(
          Words.text(
              "%-24s %,12.3f %,12.3f %7.2fx  %-14s %s",
              row.name(), row.before(), row.after(), row.ratio(), range(row), row.verdict()));
    }
    lines.add(
        Words.text("%-24s %12d %12d", "slices", before.slices().size(), after.slices().size()));
    lines.add(Words.text("%-24s %s / %s", "node", before.node(), after.node()));
    if (!differences.isEmpty()) {
      lines.add("warning: different settings: " + text(differences));
    }
    return lines;
  }

  /**
   * @param page to be filled
   */
  public Report fill(Report page) {
    Report filled = page;
    for (Row row : rows) {
      filled =
          filled
              .found(Finding.noted(row.name() + ": " + row.verdict() + "."))
              .figure(row.name(), Words.text("%.2fx", row.ratio()));
    }
    return filled
        .fact("node before / after", before.node() + " / " + after.node())
        .fact("settings that differ", differences.isEmpty() ? "none" : text(differences))
        .section(Section.of("Both", "", table(), chart("p50", 50), chart("p99", 99), rates()))
        .result(toJson());
  }

  private Table table() {
    return new Table(
        "Ratios",
        List.of("", "before", "after", "ratio", "99 % range", ""),
        rows.stream()
            .map(
                row ->
                    List.of(
                        row.name(),
                        Words.text("%,.3f", row.before()),
                        Words.text("%,.3f", row.after()),
                        Words.text("%.2f", row.ratio()),
                        range(row),
                        row.verdict()))
            .toList());
  }

  private static String range(Row row) {
    return row.range().map(r -> Words.text("%.2f to %.2f", r.low(), r.high())).orElse("-");
  }

  private LineChart chart(String name, double percentile) {
    ToDoubleFunction<Slice> value =
        slice -> slice.answered() > 0 ? Latency.millis(slice.all(), percentile) : Point.NOTHING;
    return LineChart.overTime(
            "Latency, " + name,
            Axis.logarithmic("latency", Unit.TIME),
            List.of(line("before", before, value), line("after", after, value)))
        .noting("Log scale.");
  }

  private LineChart rates() {
    return LineChart.overTime(
        "Answered",
        Axis.of("rate", Unit.PER_SECOND),
        List.of(line("before", before, Slice::rate), line("after", after, Slice::rate)));
  }

  private static Line line(String name, RunFile run, ToDoubleFunction<Slice> value) {
    return LoadPage.line(name, run.slices(), value);
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
