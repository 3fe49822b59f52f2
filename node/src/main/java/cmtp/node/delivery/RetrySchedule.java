package cmtp.node.delivery;

import cmtp.protocol.Bytes;
import java.nio.ByteBuffer;

/** How long to wait after a failure. Pure: chance is an argument. */
public final class RetrySchedule {
  /** So many bytes make one {@link #unit}. */
  static final int UNIT_BYTES = 8;

  private static final int UNIT_BITS = 53;
  private static final int DOUBLINGS_MAX = 40;

  private final RetrySettings settings;

  public RetrySchedule(RetrySettings settings) {
    this.settings = settings;
  }

  /**
   * The wait after the {@code failures}th failure in a row, in milliseconds.
   *
   * @param failures from 1
   * @param unit in [0,1): where in the scattered range it lies
   */
  public long delayMs(long failures, double unit) {
    long doublings = Math.min(Math.max(failures, 1) - 1, DOUBLINGS_MAX);
    double doubled = settings.first().toMillis() * (double) (1L << doublings);
    double wait = Math.min(doubled, settings.max().toMillis());
    return Math.round(wait * (1 + settings.jitter() * (2 * unit - 1)));
  }

  /** A number in [0,1) made of eight random bytes. */
  static double unit(Bytes random) {
    long bits = ByteBuffer.wrap(random.unsafeArray()).getLong() >>> (Long.SIZE - UNIT_BITS);
    return (double) bits / (1L << UNIT_BITS);
  }
}
