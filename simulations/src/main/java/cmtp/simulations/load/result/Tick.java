package cmtp.simulations.load.result;

import java.time.Duration;

/**
 * How a run goes, once a second.
 *
 * @param phase for people
 * @param passed of it
 * @param whole how long it lasts; zero if nobody knows
 * @param perSecond requests answered with success in the last second
 * @param p50Millis of these
 * @param failures so far
 * @param waiting requests under way
 */
public record Tick(
    String phase,
    Duration passed,
    Duration whole,
    double perSecond,
    double p50Millis,
    double p99Millis,
    long failures,
    long waiting) {

  /** What there is to say. */
  public String text() {
    return Words.text(
        "%,.0f/s, p50 %.1f ms, p99 %.1f ms, %,d under way, %,d failed",
        perSecond, p50Millis, p99Millis, waiting, failures);
  }
}
