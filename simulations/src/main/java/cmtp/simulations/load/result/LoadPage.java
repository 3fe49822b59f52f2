package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
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
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** A run's report as a page. */
public final class LoadPage {
  private static final double OTHERS_PERCENT_MAX = 8;
  private static final double MILLIS = 1000;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

  private final LoadReport report;
  private final Measured measured;
  private final long stored;

  private LoadPage(LoadReport report, long stored) {
    this.report = report;
    this.measured = report.measured();
    this.stored = stored;
  }

  /**
   * @param page to be filled
   * @param stored by how many messages the mailboxes have grown
   */
  public static Report fill(Report page, LoadReport report, long stored) {
    return new LoadPage(report, stored).fill(page);
  }

  private Report fill(Report page) {
    Report filled = page;
    for (Finding finding : findings()) {
      filled = filled.found(finding);
    }
    for (Map.Entry<String, String> figure : figures().entrySet()) {
      filled = filled.figure(figure.getKey(), figure.getValue());
    }
    Map<String, Object> json = new LinkedHashMap<>(report.toJson(stored));
    json.put("slices", SliceJson.of(measured.slices()));
    filled =
        report.totals().reasons().isEmpty()
            ? filled
            : filled.section(Section.of("Failures", "", failureTable()));
    return filled
        .fact("load", PlanText.line(report.plan()))
        .fact("node", report.target().first().text())
        .fact("processes", Integer.toString(report.target().processes().size()))
        .section(
            Section.of("Over time", "", rateChart(), latencyChart(), failureChart(), cpuChart()))
        .section(Section.of("Latency", latencyWords(), percentileChart(), commandTable()))
        .result(json);
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    long failures = report.totals().failures();
    long missing = report.missing(stored);
    findings.add(
        Finding.of(
            failures == 0,
            Words.text("Nothing failed: %,d requests were sent.", report.totals().sent()),
            Words.text("%,d of %,d failed.", failures, report.totals().sent())));
    findings.add(
        Finding.of(
            missing == 0,
            Words.text("All %,d accepted messages are stored.", report.totals().accepted()),
            Words.text("%,d accepted messages are missing.", missing)));
    if (measured.pace() instanceof Pace.Open) {
      long unsent = measured.counts().unsent();
      findings.add(
          Finding.of(
              unsent == 0,
              Words.text("All %,d requests that were due were sent.", measured.counts().due()),
              Words.text("%,d due requests were never sent.", unsent)));
    }
    report.doubt().ifPresent(doubt -> findings.add(Finding.noted("Doubtful: " + doubt + ".")));
    OptionalDouble others = measured.used().othersShare(report.machine().processors());
    if (others.orElse(0) * 100 > OTHERS_PERCENT_MAX) {
      findings.add(
          Finding.noted(
              Words.text("Others used %.0f %% of the machine.", others.getAsDouble() * 100)));
    }
    return findings;
  }

  private Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    Histogram all = measured.all();
    figures.put("requests answered", Unit.PER_SECOND.words(measured.answeredPerSecond()));
    figures.put("latency, p50", time(all, 50));
    figures.put("latency, p99", time(all, 99));
    figures.put("latency, p99.9", time(all, 99.9));
    figures.put("longest", time(all, 100));
    if (measured.watch().getTotalCount() > 0) {
      figures.put("until a watcher knows, p99", time(measured.watch(), 99));
    }
    report
        .cpuPerRequest()
        .ifPresent(ms -> figures.put("server's CPU, each", Words.text("%.3f ms", ms)));
    report
        .generatorShare()
        .ifPresent(
            share -> figures.put("generator's CPU of that", Unit.PERCENT.words(share * 100)));
    return figures;
  }

  private static String time(Histogram histogram, double percentile) {
    return Unit.TIME.words(Latency.millis(histogram, percentile));
  }

  private LineChart rateChart() {
    List<Line> lines = new ArrayList<>();
    lines.add(line("answered", Slice::rate));
    if (measured.pace() instanceof Pace.Open) {
      lines.add(line("due", Slice::due));
    }
    return LineChart.overTime("Requests", Axis.of("rate", Unit.PER_SECOND), lines);
  }

  private LineChart latencyChart() {
    return LineChart.overTime(
            "Latency of what was answered",
            Axis.logarithmic("latency", Unit.TIME),
            List.of(
                line("p50", slice -> percentile(slice, 50)),
                line("p99", slice -> percentile(slice, 99)),
                line("longest", slice -> percentile(slice, 100))))
        .noting("Log scale.");
  }

  private static double percentile(Slice slice, double percentile) {
    return slice.answered() > 0 ? Latency.millis(slice.all(), percentile) : Point.NOTHING;
  }

  private LineChart failureChart() {
    return LineChart.overTime(
        "Failures",
        Axis.of("failures", Unit.PER_SECOND),
        List.of(line("failed", s -> s.seconds() > 0 ? s.failures() / s.seconds() : 0)));
  }

  private LineChart cpuChart() {
    return LineChart.overTime(
        "CPU",
        Axis.of("processors used", Unit.NUMBER),
        List.of(
            line("node", slice -> cpus(slice, slice.serverMillis())),
            line("generator", slice -> cpus(slice, slice.generatorMillis()))));
  }

  private static double cpus(Slice slice, OptionalLong millis) {
    return millis.isPresent() && slice.seconds() > 0
        ? millis.getAsLong() / (slice.seconds() * MILLIS)
        : Point.NOTHING;
  }

  private Line line(String name, ToDoubleFunction<Slice> value) {
    return line(name, measured.slices(), value);
  }

  /** At each slice's end; the last one is often too short to tell anything. */
  static Line line(String name, List<Slice> slices, ToDoubleFunction<Slice> value) {
    List<Point> points = new ArrayList<>();
    for (Slice slice : slices) {
      if (slice.seconds() > 0.5) {
        double at = (slice.at() + slice.seconds()) * MILLIS;
        points.add(new Point(at, value.applyAsDouble(slice)));
      }
    }
    return new Line(name, points);
  }

  private String latencyWords() {
    return measured.pace() instanceof Pace.Open
        ? "From when a request was due. What was not sent or not answered is in it with the time"
            + " it had waited."
        : "From a request's first byte. While the node stalled, nothing more was asked: use --rate"
            + " to see what users would have seen.";
  }

  private LineChart percentileChart() {
    List<Line> lines = new ArrayList<>();
    for (Operation operation : report.plan().traffic().mix().all()) {
      Histogram latency = measured.latency().get(operation);
      if (latency != null) {
        lines.add(Line.percentiles(operation.text(), latency, MILLIS));
      }
    }
    if (measured.watch().getTotalCount() > 0) {
      lines.add(Line.percentiles("watch", measured.watch(), MILLIS));
    }
    return LineChart.ofPercentiles("By command", Axis.logarithmic("latency", Unit.TIME), lines);
  }

  private Table commandTable() {
    List<List<String>> rows = new ArrayList<>();
    for (Operation operation : report.plan().traffic().mix().all()) {
      Histogram latency = measured.latency().getOrDefault(operation, Latency.histogram());
      rows.add(row(operation.text(), measured.counts().answered(operation), latency));
    }
    if (measured.watch().getTotalCount() > 0) {
      rows.add(row("watch", measured.watch().getTotalCount(), measured.watch()));
    }
    return new Table(
        "By command",
        List.of("command", "answered", "p50", "p90", "p99", "p99.9", "p99.99", "longest"),
        rows);
  }

  private static List<String> row(String name, long answered, Histogram latency) {
    List<String> row = new ArrayList<>(List.of(name, Unit.COUNT.words(answered)));
    for (double percentile : PERCENTILES) {
      row.add(time(latency, percentile));
    }
    return row;
  }

  private Table failureTable() {
    return new Table(
        "Why",
        List.of("times", "reason"),
        report.totals().reasons().entrySet().stream()
            .map(entry -> List.of(Unit.COUNT.words(entry.getValue()), entry.getKey()))
            .toList());
  }
}
