package cmtp.simulations.load.drive;

import cmtp.simulations.load.plan.Arrivals.Slope;
import cmtp.simulations.load.plan.Pace;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stretch of a run in which requests are begun in one way: none, as replies come, or as they are
 * due. For all threads.
 */
final class Phase {
  static final Phase IDLE = new Phase(false, 0, Optional.empty(), null, 0);

  private final boolean measured;
  private final AtomicLong left;
  private final Optional<Pace.Open> pace;
  private final Slope slope;
  private final long startNanos;
  private final boolean counted;
  private volatile long endNanos = Long.MAX_VALUE;

  private Phase(
      boolean measured, long count, Optional<Pace.Open> pace, Slope slope, long startNanos) {
    this.measured = measured;
    this.left = new AtomicLong(count);
    this.counted = count != Long.MAX_VALUE;
    this.pace = pace;
    this.slope = slope;
    this.startNanos = startNanos;
  }

  /**
   * @param count how many requests to begin; empty: as many as are answered
   */
  static Phase closed(boolean measured, OptionalLong count, long startNanos) {
    return new Phase(measured, count.orElse(Long.MAX_VALUE), Optional.empty(), null, startNanos);
  }

  static Phase open(boolean measured, Pace.Open pace, long startNanos, long lengthNanos) {
    Slope slope = new Slope(pace.fromRate(), pace.rate(), lengthNanos);
    return new Phase(measured, Long.MAX_VALUE, Optional.of(pace), slope, startNanos);
  }

  boolean isMeasured() {
    return measured;
  }

  Optional<Pace.Open> pace() {
    return pace;
  }

  /** Only of an open one. */
  Slope slope() {
    return slope;
  }

  long startNanos() {
    return startNanos;
  }

  /** Nothing that is due later is begun. */
  void end(long nanos) {
    endNanos = nanos;
  }

  long endNanos() {
    return endNanos;
  }

  /** Whether a closed one allows one more request; it is taken then. */
  boolean take() {
    return left.get() > 0 && left.getAndDecrement() > 0;
  }

  /** Whether it is over after so many requests, and not after some time. */
  boolean isCounted() {
    return counted;
  }

  boolean isUsedUp() {
    return left.get() <= 0;
  }
}
