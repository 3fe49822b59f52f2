package cmtp.simulations.load.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report that was written to a file, as far as a comparison needs it.
 *
 * @param settings what both runs must have in common, by name
 * @param node which version was measured
 */
public record RunFile(SortedMap<String, String> settings, String node, List<Slice> slices) {
  private static final List<String> MACHINE = List.of("processors", "processorName");

  public RunFile {
    slices = List.copyOf(slices);
  }

  /**
   * @throws IllegalArgumentException if it is no such report
   */
  public static RunFile of(JsonNode report) {
    JsonNode json = report.path("result");
    SortedMap<String, String> settings = new TreeMap<>();
    json.path("plan")
        .properties()
        .forEach(field -> settings.put(field.getKey(), field.getValue().asText()));
    for (String field : MACHINE) {
      settings.put("machine." + field, json.path("machine").path(field).asText());
    }
    settings.put("processes", json.path("processes").asText());
    List<Slice> slices = SliceJson.read(json.path("slices"));
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured in it");
    }
    return new RunFile(settings, json.path("node").path("version").asText(), slices);
  }

  /** Whether the rate changed meanwhile. */
  public boolean isRamp() {
    String rate = settings.getOrDefault("ratePerSecond", "");
    return !rate.equals(settings.getOrDefault("fromRatePerSecond", ""));
  }

  /** Settings that differ, with both values. */
  public SortedMap<String, String> differences(RunFile other) {
    SortedMap<String, String> differences = new TreeMap<>();
    TreeMap<String, String> names = new TreeMap<>(settings);
    names.putAll(other.settings);
    for (String name : names.keySet()) {
      String mine = settings.getOrDefault(name, "-");
      String theirs = other.settings.getOrDefault(name, "-");
      if (!mine.equals(theirs)) {
        differences.put(name, mine + " / " + theirs);
      }
    }
    return differences;
  }
}
