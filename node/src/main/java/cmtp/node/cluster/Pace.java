package cmtp.node.cluster;

import java.time.Duration;

/**
 * The times of membership.
 *
 * @param heartbeat between two signs of life, and between two looks at the rows
 * @param lease silence after which a process may be dead
 */
public record Pace(Duration heartbeat, Duration lease) {
  /** So many missed looks are a gap, and the watch begins anew. */
  private static final int LOOKS = 5;

  public Pace {
    if (lease.compareTo(heartbeat.multipliedBy(LOOKS)) < 0) {
      throw new IllegalArgumentException(
          "a lease of " + lease + " is shorter than " + LOOKS + " heartbeats");
    }
  }

  long gapMaxMs() {
    return heartbeat.multipliedBy(LOOKS).toMillis();
  }
}
