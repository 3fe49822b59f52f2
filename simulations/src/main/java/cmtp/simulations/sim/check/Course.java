package cmtp.simulations.sim.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a run went over time, for those who look at it afterwards.
 *
 * @param samples at equal distances; times count from the beginning of the work
 * @param depths of each domain's queues on all nodes together, at each sample; of domains for which
 *     mail ever waited
 * @param attempts how often messages were tried until they were handed over, and how many were
 */
public record Course(
    List<Sample> samples, Map<String, List<Integer>> depths, Map<Integer, Long> attempts) {
  public Course {
    samples = List.copyOf(samples);
    depths = Map.copyOf(depths);
    attempts = Map.copyOf(attempts);
  }

  /**
   * What happened since the sample before, and what waits.
   *
   * @param arrived messages, of which the other three are times in milliseconds
   */
  public record Sample(
      Duration at,
      long arrived,
      long p50,
      long p99,
      long max,
      long dials,
      long dialsFailed,
      long deferrals,
      long waiting) {}
}
