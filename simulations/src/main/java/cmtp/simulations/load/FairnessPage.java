package cmtp.simulations.load;

import cmtp.simulations.report.Axis;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Line;
import cmtp.simulations.report.LineChart;
import cmtp.simulations.report.Point;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Story;
import cmtp.simulations.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fairness run's report as a page. */
final class FairnessPage {
  private FairnessPage() {}

  /**
   * @param page to be filled
   */
  static Report fill(Report page, FairnessReport report) {
    PairedSlices slices = report.slices();
    PairedSlices.Range range = slices.range();
    return page.found(
            Finding.of(
                report.isFlawless(),
                "All mail for good domains was accepted and has arrived.",
                "Some mail for good domains was not accepted, or is missing."))
        .found(Finding.noted(report.verdict() + "."))
        .figure("p99 with / without", number(slices.ratio()))
        .figure("95 % range", number(range.low()) + " to " + number(range.high()))
        .figure("slices above " + FairnessReport.LIMIT, slices.above(FairnessReport.LIMIT) + "")
        .section(Section.of("Slices", "", ratios(slices)))
        .section(Section.of("Parts", "", new Story("Part by part", report.lines())))
        .result(report.toJson());
  }

  private static LineChart ratios(PairedSlices slices) {
    List<Point> points = new ArrayList<>();
    for (PairedSlices.Pair pair : slices.pairs()) {
      points.add(new Point(points.size() + 1, pair.ratio()));
    }
    return new LineChart(
        "p99 with bad domains / without, slice by slice",
        "A slice has few messages: a single one shows little. Log scale.",
        Axis.of("slice", Unit.COUNT),
        Axis.logarithmic("ratio", Unit.NUMBER),
        LineChart.Form.DOTS,
        List.of(new Line("ratio", points)),
        List.of());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
