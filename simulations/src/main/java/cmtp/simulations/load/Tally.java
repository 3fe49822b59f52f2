package cmtp.simulations.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of the messages so far. For all threads. */
final class Tally {
  /** Longer waits count as this long. */
  static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(60);

  static final int REASONS_MAX = 20;
  static final String OTHER_REASONS = "other reasons";

  private static final int DIGITS = 3;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private final ConcurrentHistogram latency = new ConcurrentHistogram(LATENCY_MICROS_MAX, DIGITS);
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

  /** Accepted; its latency is recorded if it falls into the measured part. */
  void accepted(long nanos, boolean measured) {
    accepted.increment();
    if (measured) {
      long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
      latency.recordValue(Math.min(micros, LATENCY_MICROS_MAX));
    }
  }

  /** The node answered, and not with success. */
  void refused(String reason) {
    refused.increment();
    count(reason, 1);
  }

  /** These messages were sent, as a whole or in part, and never answered: nobody knows. */
  void unanswered(int messages, String reason) {
    unanswered.add(messages);
    count(reason, messages);
  }

  /** A connection that could not be opened. */
  void unreachable(String reason) {
    unreachable.increment();
    count(reason, 1);
  }

  /** The number of different reasons is bounded: they are what a server says. */
  private void count(String reason, int times) {
    String key =
        reasons.containsKey(reason) || reasons.size() < REASONS_MAX ? reason : OTHER_REASONS;
    reasons.computeIfAbsent(key, fresh -> new LongAdder()).add(times);
  }

  long acceptedCount() {
    return accepted.sum();
  }

  long refusedCount() {
    return refused.sum();
  }

  long unansweredCount() {
    return unanswered.sum();
  }

  long unreachableCount() {
    return unreachable.sum();
  }

  long failures() {
    return refusedCount() + unansweredCount() + unreachableCount();
  }

  /** Latencies of the measured part in microseconds. */
  Histogram latency() {
    return latency.copy();
  }

  Map<String, Long> reasons() {
    Map<String, Long> counts = new TreeMap<>();
    reasons.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }
}
