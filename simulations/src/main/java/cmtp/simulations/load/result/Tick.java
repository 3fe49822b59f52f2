package cmtp.simulations.load.result;

import java.time.Duration;

/**
 * How a run goes, once a second.
 *
 * @param phase for people
 * @param part of it that is over, 0 to 1; 0 if nobody knows
 * @param perSecond requests answered with success in the last second
 * @param p50Millis of these
 * @param failures so far
 * @param waiting requests under way
 */
public record Tick(
    String phase,
    Duration passed,
    double part,
    double perSecond,
    double p50Millis,
    double p99Millis,
    long failures,
    long waiting) {

  /** One line. */
  public String text() {
    return Words.text(
        "%s %,d s%s: %,.0f/s, p50 %.1f ms, p99 %.1f ms, %,d under way, %,d failed",
        phase,
        passed.toSeconds(),
        part > 0 ? Words.text(" (%.0f %%)", part * 100) : "",
        perSecond,
        p50Millis,
        p99Millis,
        waiting,
        failures);
  }
}
