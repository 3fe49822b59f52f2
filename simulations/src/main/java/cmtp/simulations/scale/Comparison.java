package cmtp.simulations.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Two runs of one scenario that differ in some settings, side by side. */
record Comparison(ScaleReport one, ScaleReport other, Map<String, String> differs) {
  Comparison {
    differs = Map.copyOf(differs);
  }

  private record Row(
      String name, ToDoubleFunction<ScaleReport> value, Function<Double, String> words) {
    String of(ScaleReport report) {
      return words.apply(value.applyAsDouble(report));
    }
  }

  private static Row count(String name, ToDoubleFunction<ScaleReport> value) {
    return new Row(name, value, number -> ScaleReport.text("%,.0f", number));
  }

  private static Row age(String name, ToDoubleFunction<ScaleReport> value) {
    return new Row(name, value, Ages::words);
  }

  private static double delay(ScaleReport report, double percent) {
    Tally all = report.all();
    return all.delayMs.getTotalCount() == 0 ? 0 : all.delayMs.getValueAtPercentile(percent);
  }

  private static List<Row> rows() {
    return List.of(
        count("delivered", report -> report.all().delivered),
        count("failed", report -> report.all().failed()),
        count("refused as transient", r -> r.all().refusedFull + r.all().refusedBusy),
        count("waiting at the end", report -> report.all().waiting),
        count("waiting at most", ScaleReport::mostWaiting),
        age("delay p50", report -> delay(report, 50)),
        age("delay p99", report -> delay(report, 99)),
        age("delay p99.9", report -> delay(report, 99.9)),
        age("delay mean", report -> report.all().delayMs.getMean()),
        count("dials", report -> report.all().dials),
        count("failed dials", report -> report.all().dialsFailed),
        count("dials a second at most", ScaleReport::mostDialsPerSecond),
        count("connections at most", ScaleReport::mostConnections),
        count("notices of delay", report -> report.all().notices),
        count("bounces", report -> report.all().bounces),
        count("processors busy, %", report -> 100 * report.cpuShare()));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Row row : rows()) {
      double a = row.value().applyAsDouble(one);
      double b = row.value().applyAsDouble(other);
      Map<String, Object> both = new LinkedHashMap<>();
      both.put("as", ScaleReport.rounded(a));
      both.put("versus", ScaleReport.rounded(b));
      json.put(row.name(), both);
    }
    return json;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("versus      " + String.join(", ", settings()));
    lines.add(ScaleReport.text("%-24s %16s %16s %10s", "", "as it is", "versus", "ratio"));
    for (List<String> row : table()) {
      lines.add(ScaleReport.text("%-24s %16s %16s %10s", row.toArray()));
    }
    return lines;
  }

  /** Cells, without the columns' names. */
  List<List<String>> table() {
    return rows().stream()
        .map(
            row -> {
              double a = row.value().applyAsDouble(one);
              double b = row.value().applyAsDouble(other);
              String ratio = a == 0 ? "" : ScaleReport.text("%.3f", b / a);
              return List.of(row.name(), row.of(one), row.of(other), ratio);
            })
        .toList();
  }

  List<String> settings() {
    return differs.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .sorted()
        .toList();
  }
}
