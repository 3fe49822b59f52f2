package cmtp.simulations.machine;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a measurement was made on: numbers mean nothing without it. */
public record Machine(int processors, String processorName, long memoryMiB, String software) {

  public static Machine here(ProcFiles proc) {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        proc.processorName(),
        proc.memoryKiB() / 1024,
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", Java "
            + Runtime.version());
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processors", processors);
    json.put("processorName", processorName);
    json.put("memoryMiB", memoryMiB);
    json.put("software", software);
    return json;
  }

  @Override
  public String toString() {
    return processors + " x " + processorName + ", " + memoryMiB + " MiB, " + software;
  }
}
