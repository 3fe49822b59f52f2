package cmtp.node.net;

import cmtp.protocol.wire.CommandDecoder.Waiting;
import java.time.Duration;

/**
 * How long a peer has kept us waiting, and whether that is too long (SPEC 2.6). Pure but for its
 * own memory; time is an argument, in milliseconds of any clock that goes on.
 */
final class Patience {
  private static final Duration RATE_WINDOW = Duration.ofSeconds(10);

  private final ConnectionLimits limits;
  private Waiting waiting = Waiting.COMMAND;
  private long since;
  private long writingSince;
  private long windowStart;
  private long windowBytes;

  Patience(ConnectionLimits limits, long now) {
    this.limits = limits;
    restart(now);
  }

  /** It is the peer's turn from now on. */
  void restart(long now) {
    since = now;
  }

  /**
   * What the peer owes now. A started command has its time from its first byte on, however slowly
   * the rest comes, so only a change restarts the clock.
   *
   * @return whether that changed
   */
  boolean expect(Waiting owed, long now) {
    if (owed == waiting) {
      return false;
    }
    waiting = owed;
    restart(now);
    openWindow(now);
    return true;
  }

  void received(int bytes, long now) {
    if (waiting == Waiting.MESSAGE) {
      restart(now);
      windowBytes += bytes;
    }
  }

  /** What is said from now on is written once the peer has read enough. */
  void writing(long now) {
    writingSince = now;
  }

  /** Whether what is being written was left unread for as long as a peer may be silent. */
  boolean isUnread(long now) {
    return now - writingSince >= limits.idle().toMillis();
  }

  /** While it is not the peer that is waited for, its rate does not count. */
  void suspendRate(long now) {
    openWindow(now);
  }

  boolean isIdle() {
    return waiting == Waiting.COMMAND;
  }

  /** Whether what is owed is overdue, or comes too slowly. */
  boolean isOver(long now) {
    return waitedFor(now, limit()) || isTooSlow(now);
  }

  boolean waitedFor(long now, Duration limit) {
    return now - since >= limit.toMillis();
  }

  private Duration limit() {
    return switch (waiting) {
      case COMMAND -> limits.idle();
      case REST, MESSAGE -> limits.command();
      case DOMAIN -> limits.domainWait();
    };
  }

  /** At least so many bytes a second inside a message, seen over ten seconds. */
  private boolean isTooSlow(long now) {
    long elapsed = now - windowStart;
    if (waiting != Waiting.MESSAGE || elapsed < RATE_WINDOW.toMillis()) {
      return false;
    }
    boolean slow = windowBytes * 1000 < elapsed * limits.messageBytesPerSecondMin();
    openWindow(now);
    return slow;
  }

  private void openWindow(long now) {
    windowStart = now;
    windowBytes = 0;
  }
}
