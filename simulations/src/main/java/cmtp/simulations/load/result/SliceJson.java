package cmtp.simulations.load.result;

import cmtp.protocol.Bytes;
import cmtp.simulations.load.plan.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

/** Slices in a report, for a comparison: histograms are compressed, in base64url. */
public final class SliceJson {
  private static final int SLICES_MAX = 10_000;

  private SliceJson() {}

  public static List<Map<String, Object>> of(List<Slice> slices) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Slice slice : slices) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("at", Latency.rounded(slice.at()));
      row.put("seconds", Latency.rounded(slice.seconds()));
      row.put("due", Latency.rounded(slice.due()));
      row.put("answered", slice.answered());
      row.put("failures", slice.failures());
      slice.serverMillis().ifPresent(millis -> row.put("serverMillis", millis));
      slice.generatorMillis().ifPresent(millis -> row.put("generatorMillis", millis));
      AbstractHistogram all = slice.all();
      row.put("p50", Latency.millis(all, 50));
      row.put("p99", Latency.millis(all, 99));
      row.put("max", Latency.millis(all, 100));
      Map<String, String> histograms = new LinkedHashMap<>();
      slice
          .latency()
          .forEach(
              (operation, histogram) -> {
                if (histogram.getTotalCount() > 0) {
                  histograms.put(operation.text(), encoded(histogram));
                }
              });
      row.put("latency", histograms);
      rows.add(row);
    }
    return rows;
  }

  private static String encoded(AbstractHistogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = ((IntCountsHistogram) histogram).encodeIntoCompressedByteBuffer(bytes);
    return Bytes.of(bytes.array(), 0, length).base64();
  }

  /**
   * @throws IllegalArgumentException if they are not of that form
   */
  static List<Slice> read(JsonNode rows) {
    if (!rows.isArray() || rows.size() > SLICES_MAX) {
      throw new IllegalArgumentException("no slices");
    }
    List<Slice> slices = new ArrayList<>();
    for (JsonNode row : rows) {
      Map<Operation, AbstractHistogram> latency = new EnumMap<>(Operation.class);
      row.path("latency")
          .properties()
          .forEach(
              field ->
                  latency.put(Operation.parse(field.getKey()), decoded(field.getValue().asText())));
      slices.add(
          new Slice(
              row.path("at").asDouble(),
              row.path("seconds").asDouble(),
              row.path("due").asDouble(),
              row.path("answered").asLong(),
              row.path("failures").asLong(),
              millis(row.path("serverMillis")),
              millis(row.path("generatorMillis")),
              latency));
    }
    return slices;
  }

  private static OptionalLong millis(JsonNode field) {
    return field.isNumber() ? OptionalLong.of(field.asLong()) : OptionalLong.empty();
  }

  private static AbstractHistogram decoded(String text) {
    try {
      Bytes bytes =
          Bytes.base64(text).orElseThrow(() -> new IllegalArgumentException("no histogram"));
      return IntCountsHistogram.decodeFromCompressedByteBuffer(bytes.asByteBuffer(), 0);
    } catch (DataFormatException broken) {
      throw new IllegalArgumentException("a broken histogram", broken);
    }
  }
}
