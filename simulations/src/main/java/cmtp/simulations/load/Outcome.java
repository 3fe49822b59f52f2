package cmtp.simulations.load;

import cmtp.simulations.load.result.KneePage;
import cmtp.simulations.load.result.KneeReport;
import cmtp.simulations.load.result.LoadPage;
import cmtp.simulations.load.result.LoadReport;
import cmtp.simulations.report.Report;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a command tells at its end.
 *
 * @param page fills a report
 */
record Outcome(
    boolean isFlawless, List<String> lines, Map<String, Object> json, UnaryOperator<Report> page) {

  static Outcome of(LoadReport report, long stored) {
    return new Outcome(
        report.isFlawless(stored),
        report.lines(stored),
        report.toJson(stored),
        page -> LoadPage.fill(page, report, stored));
  }

  /**
   * @param stopped whether too much failed to go on
   */
  static Outcome of(KneeReport report, boolean stopped) {
    return new Outcome(
        !stopped && report.knee().below().isPresent(),
        report.lines(),
        report.toJson(),
        page -> KneePage.fill(page, report));
  }
}
