package cmtp.node.net;

/**
 * A rate with a burst: how long one has to wait for the next token. Pure but for its own count;
 * time is an argument.
 */
final class TokenBucket {
  private final double tokensPerMilli;
  private final double burst;
  private double tokens;
  private long lastMillis;

  TokenBucket(int perSecond, long nowMillis) {
    this.tokensPerMilli = perSecond / 1000.0;
    this.burst = 2.0 * perSecond;
    this.tokens = burst;
    this.lastMillis = nowMillis;
  }

  /** Takes a token; says how many milliseconds to wait before it counts as had, mostly 0. */
  long take(long nowMillis) {
    tokens = Math.min(burst, tokens + Math.max(0, nowMillis - lastMillis) * tokensPerMilli);
    lastMillis = nowMillis;
    tokens -= 1;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / tokensPerMilli);
  }
}
