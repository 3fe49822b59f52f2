package cmtp.node.delivery;

/** Dials a second, evenly, with a burst of one second's worth. Time is an argument. */
public final class DialRate {
  private static final long SECOND_MS = 1000;

  private final int perSecond;
  private double left;
  private long lastMs;

  public DialRate(int perSecond, long nowMs) {
    this.perSecond = Math.max(1, perSecond);
    this.left = this.perSecond;
    this.lastMs = nowMs;
  }

  public boolean tryTake(long nowMs) {
    left = Math.min(perSecond, left + passedMs(nowMs) * perSecond / (double) SECOND_MS);
    lastMs = nowMs;
    if (left < 1) {
      return false;
    }
    left -= 1;
    return true;
  }

  private long passedMs(long nowMs) {
    return Math.min(Math.max(0, nowMs - lastMs), SECOND_MS);
  }

  /** How long until the next dial, at least a millisecond; asked after a refusal. */
  public long waitMs() {
    return Math.max(1, (long) Math.ceil((1 - left) * SECOND_MS / perSecond));
  }
}
