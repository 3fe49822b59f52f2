package cmtp.node.delivery;

import java.time.Duration;

/**
 * When mail that could not be delivered is tried again.
 *
 * @param first wait after the first failure; each further one doubles it
 * @param max longest wait before jitter
 * @param jitter waits are scattered by up to this share, 0 to 1, both ways
 * @param noticeAfter when a waiting message's originator is told of the delay
 * @param giveUpAfter when a message fails for good
 */
public record RetrySettings(
    Duration first, Duration max, double jitter, Duration noticeAfter, Duration giveUpAfter) {

  /** When a message accepted at this time fails for good. */
  public long expiresMs(long acceptedMs) {
    return acceptedMs + giveUpAfter.toMillis();
  }

  /** When its originator is told that it still waits. */
  public long noticeMs(long acceptedMs) {
    return acceptedMs + noticeAfter.toMillis();
  }
}
