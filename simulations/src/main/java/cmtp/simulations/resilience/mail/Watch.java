package cmtp.simulations.resilience.mail;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** What the writers see right now; for progress, and for who waits for a recovery. */
public final class Watch {
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder again = new LongAdder();
  private final AtomicLongArray lastNanos;
  private final AtomicReference<String> trouble = new AtomicReference<>("");

  Watch(int writers) {
    this.lastNanos = new AtomicLongArray(writers);
    IntStream.range(0, writers).forEach(writer -> lastNanos.set(writer, Long.MIN_VALUE));
  }

  void acknowledged(int writer, long atNanos) {
    acknowledged.increment();
    lastNanos.set(writer, atNanos);
  }

  void refused(String reason) {
    refusals.increment();
    trouble.set(reason);
  }

  void broken(String reason) {
    again.increment();
    trouble.set(reason);
  }

  public long countAcknowledged() {
    return acknowledged.sum();
  }

  public long countRefusals() {
    return refusals.sum();
  }

  /** How often a message was sent once more because no answer had come. */
  public long countAgain() {
    return again.sum();
  }

  /**
   * Whether every writer got an acknowledgement since: each has one message under way, so what was
   * under way then is answered.
   */
  public boolean isAllAnsweredSince(long nanos) {
    return IntStream.range(0, lastNanos.length()).allMatch(one -> lastNanos.get(one) >= nanos);
  }

  /** What went wrong last. */
  public String trouble() {
    return trouble.get();
  }

  @Override
  public String toString() {
    return countAcknowledged() + " mails taken, " + countRefusals() + " put off";
  }
}
