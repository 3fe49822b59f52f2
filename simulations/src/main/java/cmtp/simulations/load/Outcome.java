package cmtp.simulations.load;

import cmtp.simulations.load.result.LoadReport;
import cmtp.simulations.load.result.SliceJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command prints at its end.
 *
 * @param details further JSON, for the file only
 */
record Outcome(
    boolean isFlawless, List<String> lines, Map<String, Object> json, Map<String, Object> details) {

  static Outcome of(LoadReport report, long stored) {
    return new Outcome(
        report.isFlawless(stored),
        report.lines(stored),
        report.toJson(stored),
        Map.of("slices", SliceJson.of(report.measured().slices())));
  }

  Map<String, Object> whole() {
    Map<String, Object> whole = new LinkedHashMap<>(json);
    whole.putAll(details);
    return whole;
  }
}
