package cmtp.simulations.scale;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run itself took.
 *
 * @param seconds that passed
 * @param cpuSeconds of this process
 * @param residentMiB most memory that this process ever had; 0 if unknown
 */
record Effort(double seconds, double cpuSeconds, long residentMiB) {

  Map<String, Object> toJson(long events) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", ScaleReport.rounded(seconds));
    json.put("cpuSeconds", ScaleReport.rounded(cpuSeconds));
    json.put("events", events);
    json.put("eventsPerCpuSecond", Math.round(events / Math.max(cpuSeconds, 0.001)));
    json.put("residentMiB", residentMiB);
    return json;
  }
}
