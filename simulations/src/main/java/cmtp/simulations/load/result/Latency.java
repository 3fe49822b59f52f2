package cmtp.simulations.load.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/** Latencies in microseconds, up to an hour; longer ones count as an hour. */
public final class Latency {
  public static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(60);

  /** Of whole runs. */
  public static final int DIGITS = 3;

  /** Of slices, of which there are many. */
  private static final int SLICE_DIGITS = 2;

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
  private static final double MICROS_PER_MILLI = 1000;

  private Latency() {}

  public static Histogram histogram() {
    return new Histogram(MICROS_MAX, DIGITS);
  }

  public static AbstractHistogram sliceHistogram() {
    return new IntCountsHistogram(MICROS_MAX, SLICE_DIGITS);
  }

  public static long micros(long nanos) {
    return Math.min(TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos)), MICROS_MAX);
  }

  static double millis(AbstractHistogram histogram, double percentile) {
    return rounded(histogram.getValueAtPercentile(percentile) / MICROS_PER_MILLI);
  }

  static Map<String, Object> json(AbstractHistogram histogram) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (double percentile : PERCENTILES) {
      json.put(name(percentile), millis(histogram, percentile));
    }
    json.put("max", rounded(histogram.getMaxValue() / MICROS_PER_MILLI));
    json.put("mean", rounded(histogram.getMean() / MICROS_PER_MILLI));
    return json;
  }

  static String text(AbstractHistogram histogram) {
    StringBuilder line = new StringBuilder();
    for (double percentile : PERCENTILES) {
      line.append(Words.text("%s %.1f  ", name(percentile), millis(histogram, percentile)));
    }
    return line + Words.text("max %.1f ms", histogram.getMaxValue() / MICROS_PER_MILLI);
  }

  /** {@code p50}, {@code p99.9}. */
  private static String name(double percentile) {
    return "p" + (percentile % 1 == 0 ? Integer.toString((int) percentile) : "" + percentile);
  }

  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
