package cmtp.node.net;

import java.time.Duration;

/**
 * How fast a peer takes what is written to it. Pure but for its own memory; time is an argument, in
 * milliseconds of any clock that goes on.
 */
final class ReadingRate {
  private final Duration window;
  private final int bytesPerSecondMin;
  private final int writeBytes;
  private long windowStart;
  private long windowBytes;

  /**
   * @param writeBytes of a write under way, of which nothing is known before its end
   */
  ReadingRate(Duration window, int bytesPerSecondMin, int writeBytes) {
    this.window = window;
    this.bytesPerSecondMin = bytesPerSecondMin;
    this.writeBytes = writeBytes;
  }

  /** It is the peer's turn from now on. */
  void restart(long now) {
    windowStart = now;
    windowBytes = 0;
  }

  void taken(int bytes) {
    windowBytes += bytes;
  }

  /** Whether a window is over in which it took nothing, or too little. */
  boolean isTooSlow(long now) {
    long elapsed = now - windowStart;
    if (elapsed < window.toMillis()) {
      return false;
    }
    boolean slow =
        windowBytes == 0 || (windowBytes + writeBytes) * 1000 < elapsed * bytesPerSecondMin;
    restart(now);
    return slow;
  }
}
