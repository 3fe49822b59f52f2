package cmtp.simulations.sim.check;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** How long mail was on its way, from its writer's hand to its reader's box. */
public final class Latencies {
  private final Histogram millis = new Histogram(Duration.ofDays(30).toMillis(), 3);

  void add(long nanos) {
    millis.recordValue(Math.min(millis.getHighestTrackableValue(), nanos / 1_000_000));
  }

  /** In milliseconds. */
  public long percentile(double percent) {
    return millis.getValueAtPercentile(percent);
  }

  /** In milliseconds. */
  public Histogram all() {
    return millis.copy();
  }

  public long max() {
    return millis.getMaxValue();
  }
}
