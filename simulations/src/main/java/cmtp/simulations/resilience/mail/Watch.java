package cmtp.simulations.resilience.mail;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What the writers see right now; for progress, and for who waits for a recovery. */
public final class Watch {
  private final LongAdder tried = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder again = new LongAdder();
  private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();
  private final AtomicReference<String> trouble = new AtomicReference<>("");

  void tried() {
    tried.increment();
  }

  void acknowledged(String domain, long atNanos) {
    acknowledged.increment();
    lastNanos.merge(domain, atNanos, Math::max);
  }

  void refused(String reason) {
    refusals.increment();
    trouble.set(reason);
  }

  void broken(String reason) {
    again.increment();
    trouble.set(reason);
  }

  public long countTried() {
    return tried.sum();
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

  /** Whether something of a domain's users was acknowledged since. */
  public boolean hasAcknowledgedSince(String domain, long nanos) {
    return lastNanos.getOrDefault(domain, Long.MIN_VALUE) >= nanos;
  }

  /** What went wrong last. */
  public String trouble() {
    return trouble.get();
  }
}
