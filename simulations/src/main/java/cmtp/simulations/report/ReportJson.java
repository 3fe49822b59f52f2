package cmtp.simulations.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report for programs: nothing is left out or rounded. */
final class ReportJson {
  private ReportJson() {}

  static Map<String, Object> of(Report report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verdict", report.verdict().json());
    json.put("title", report.title());
    json.put(
        "findings",
        report.findings().stream()
            .map(one -> map("verdict", one.verdict().json(), "sentence", one.sentence()))
            .toList());
    json.put("figures", facts(report.figures()));
    json.put("run", run(report));
    json.put("result", report.result());
    json.put("sections", report.sections().stream().map(ReportJson::section).toList());
    json.put(
        "replay",
        report.replays().stream()
            .map(one -> map("command", one.command(), "words", one.words()))
            .toList());
    return json;
  }

  private static Map<String, Object> run(Report report) {
    Origin origin = report.origin();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("command", origin.command());
    origin.seed().ifPresent(seed -> json.put("seed", seed));
    json.put("commit", origin.build().commit());
    json.put("changed", origin.build().changed());
    json.put("version", origin.build().version());
    json.put("began", origin.began().toString());
    json.put("tookMillis", report.took().toMillis());
    json.put("machine", origin.machine().toJson());
    json.put("heapMaxMiB", origin.heapMaxMiB());
    origin.load().ifPresent(load -> json.put("loadBefore", load));
    json.put("facts", facts(report.facts()));
    return json;
  }

  private static Map<String, Object> facts(List<Fact> facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    facts.forEach(fact -> json.put(fact.name(), fact.words()));
    return json;
  }

  private static Map<String, Object> section(Section section) {
    return map(
        "title",
        section.title(),
        "text",
        section.text(),
        "parts",
        section.parts().stream().map(ReportJson::part).toList());
  }

  private static Map<String, Object> part(Part part) {
    if (part instanceof LineChart chart) {
      return chart(chart);
    } else if (part instanceof BarChart chart) {
      Map<String, Object> bars = new LinkedHashMap<>();
      chart.bars().forEach(bar -> bars.put(bar.name(), bar.value()));
      return map("bars", chart.title(), "unit", chart.unit().json(), "values", bars);
    } else if (part instanceof Table table) {
      return map("table", table.title(), "columns", table.columns(), "rows", table.rows());
    }
    Story story = (Story) part;
    return map("story", story.title(), "lines", story.lines());
  }

  private static Map<String, Object> chart(LineChart chart) {
    return map(
        "chart",
        chart.title(),
        "form",
        chart.form().json(),
        "x",
        axis(chart.x()),
        "y",
        axis(chart.y()),
        "lines",
        chart.lines().stream()
            .map(line -> map("name", line.name(), "points", points(line)))
            .toList(),
        "marks",
        chart.marks().stream().map(ReportJson::mark).toList());
  }

  private static Map<String, Object> axis(Axis axis) {
    return map("label", axis.label(), "unit", axis.unit().json(), "scale", axis.scale().json());
  }

  private static Map<String, Object> mark(Mark mark) {
    return map("kind", mark.kind(), "words", mark.words(), "from", mark.from(), "to", mark.to());
  }

  /** Pairs; null where nothing is known. */
  private static List<List<Double>> points(Line line) {
    List<List<Double>> points = new ArrayList<>();
    for (Point point : line.points()) {
      List<Double> pair = new ArrayList<>();
      pair.add(point.x());
      pair.add(point.isKnown() ? point.y() : null);
      points.add(pair);
    }
    return points;
  }

  /** Names and values in turn, in that order. */
  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      json.put((String) pairs[i], pairs[i + 1]);
    }
    return json;
  }
}
