package cmtp.node.delivery;

import java.time.Duration;

/**
 * Bounds and times of delivery to other domains.
 *
 * @param connectionsMax outgoing connections at once, in all
 * @param dialsPerSecond new outgoing connections a second, in all
 * @param windowMax connections at once to one domain
 * @param batchMax messages handed to a connection at once
 * @param linger how long a connection without work is kept
 * @param idle how long a queue without work stays in memory
 * @param wakeInterval least time between two early ends of a domain's waiting that its own contact
 *     brings about
 * @param messagesMax waiting for one domain
 * @param bytesMax waiting for one domain
 */
public record DeliverySettings(
    RetrySettings retry,
    int connectionsMax,
    int dialsPerSecond,
    int windowMax,
    int batchMax,
    Duration linger,
    Duration idle,
    Duration wakeInterval,
    int messagesMax,
    long bytesMax) {

  /**
   * Whether a queue in which so much waits can't take a further message.
   *
   * @param bytes of the further message
   */
  public boolean isFull(int messagesWaiting, long bytesWaiting, long bytes) {
    return messagesWaiting >= messagesMax || bytes > bytesMax - bytesWaiting;
  }
}
