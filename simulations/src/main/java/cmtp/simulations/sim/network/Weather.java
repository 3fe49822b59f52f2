package cmtp.simulations.sim.network;

import java.time.Duration;

/**
 * What the network is like.
 *
 * @param latency of a packet one way, most often
 * @param spread how much that differs from packet to packet, as the sigma of a log-normal
 * @param loss the share of packets that are lost and have to be sent again
 * @param reset the share of packets at which the connection is reset
 * @param bytesPerSecond what a connection carries
 */
public record Weather(
    Duration latency, double spread, double loss, double reset, long bytesPerSecond) {
  public static final Weather FAIR = new Weather(Duration.ofMillis(20), 0.3, 0.001, 0, 10_000_000);

  public Weather {
    if (latency.isNegative() || spread < 0 || loss < 0 || loss >= 1 || reset < 0 || reset > 1) {
      throw new IllegalArgumentException("no such weather: " + loss + ", " + reset);
    }
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("a connection carries at least a byte a second");
    }
  }

  public Weather withLoss(double share) {
    return new Weather(latency, spread, share, reset, bytesPerSecond);
  }

  public Weather withReset(double share) {
    return new Weather(latency, spread, loss, share, bytesPerSecond);
  }

  /** Longer ways and thinner pipes. */
  public Weather slower(double factor) {
    return new Weather(
        Duration.ofNanos((long) (latency.toNanos() * factor)),
        spread,
        loss,
        reset,
        Math.max(1, (long) (bytesPerSecond / factor)));
  }
}
