package cmtp.simulations.load.drive;

import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.result.Totals;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** What became of the requests so far. For all threads; one takes the latencies. */
final class Tally {
  static final int REASONS_MAX = 20;
  static final String OTHER_REASONS = "other reasons";

  /** What one command's replies came to. */
  private static final class Row {
    private final LongAdder answered = new LongAdder();
    private final Latencies measured = new Latencies();
    private final Latencies unmeasured = new Latencies();
  }

  private final Map<Operation, Row> rows = new EnumMap<>(Operation.class);
  private final LongAdder bytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final Latencies late = new Latencies();
  private final Latencies watch = new Latencies();
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

  /**
   * @param operations that will be asked
   */
  Tally(Collection<Operation> operations) {
    operations.forEach(operation -> rows.put(operation, new Row()));
  }

  /** Answered with success. */
  void answered(Request request, int messageBytes, long nanos) {
    rows.get(request.operation()).answered.increment();
    bytes.add(messageBytes);
    record(request.operation(), nanos - request.dueNanos(), request.measured());
  }

  private void record(Operation operation, long nanos, boolean measured) {
    Row row = rows.get(operation);
    (measured ? row.measured : row.unmeasured).record(nanos);
  }

  /** Due in the measured part, and not sent when it ended, so long after. */
  void unsent(Operation operation, long nanos) {
    unsent.increment();
    record(operation, nanos, true);
  }

  /** The same, because too many waited. */
  void givenUp(Operation operation, long nanos) {
    givenUp.increment();
    unsent(operation, nanos);
  }

  /** A request of the measured part was begun so long after it could have been. */
  void late(long nanos) {
    late.record(nanos);
  }

  /** A watching session heard of a mail so long after its sender did. */
  void watched(long nanos) {
    watch.record(nanos);
  }

  /** Something was answered, and not with success. */
  void refused(String reason) {
    refused.increment();
    count(reason, 1);
  }

  /** This request was sent, as a whole or in part, and after so long nobody waits any more. */
  void unanswered(Request request, String reason, long nanos) {
    unanswered.increment();
    count(reason, 1);
    record(request.operation(), nanos - request.dueNanos(), request.measured());
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

  Map<Operation, Long> answered() {
    Map<Operation, Long> counts = new EnumMap<>(Operation.class);
    rows.forEach((operation, row) -> counts.put(operation, row.answered.sum()));
    return counts;
  }

  long failures() {
    return refused.sum() + unanswered.sum() + unreachable.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  long unsent() {
    return unsent.sum();
  }

  long givenUp() {
    return givenUp.sum();
  }

  /**
   * Latencies since they were last taken, in microseconds, of the commands that have some; to be
   * read before they are taken again.
   */
  Map<Operation, Histogram> takeLatencies(boolean measured) {
    Map<Operation, Histogram> latencies = new EnumMap<>(Operation.class);
    rows.forEach(
        (operation, row) -> {
          Histogram taken = (measured ? row.measured : row.unmeasured).take();
          if (taken.getTotalCount() > 0) {
            latencies.put(operation, taken);
          }
        });
    return latencies;
  }

  /** The same. */
  Histogram takeLate() {
    return late.take();
  }

  /** The same. */
  Histogram takeWatched() {
    return watch.take();
  }

  Totals totals(long sent) {
    Map<String, Long> counts = new TreeMap<>();
    reasons.forEach((reason, count) -> counts.put(reason, count.sum()));
    return new Totals(sent, answered(), refused.sum(), unanswered.sum(), unreachable.sum(), counts);
  }
}
