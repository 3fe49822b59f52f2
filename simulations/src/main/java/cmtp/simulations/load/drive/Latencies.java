package cmtp.simulations.load.drive;

import cmtp.simulations.load.result.Latency;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Latencies that many threads record and one takes, once a second. Each thread has a histogram of
 * its own, of which two take turns: shared ones, or new ones, would cost more than what they
 * measure.
 */
final class Latencies {
  private static final Histogram NONE = Latency.histogram();

  /** One thread's. */
  private static final class Mine {
    private final SingleWriterRecorder recorder =
        new SingleWriterRecorder(Latency.MICROS_MAX, Latency.DIGITS);
    private Histogram taken;

    private Histogram take() {
      taken = recorder.getIntervalHistogram(taken);
      return taken;
    }
  }

  private final List<Mine> all = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Mine> mine = ThreadLocal.withInitial(this::join);

  private Mine join() {
    Mine fresh = new Mine();
    all.add(fresh);
    return fresh;
  }

  void record(long nanos) {
    mine.get().recorder.recordValue(Latency.micros(nanos));
  }

  /** What came since the last time, in microseconds; to be read before the next time. */
  Histogram take() {
    if (all.isEmpty()) {
      return NONE;
    }
    Histogram sum = all.get(0).take();
    for (Mine other : all.subList(1, all.size())) {
      sum.add(other.take());
    }
    return sum;
  }
}
