package cmtp.simulations.sim;

import cmtp.simulations.sim.check.Course;
import cmtp.simulations.sim.check.Latencies;
import cmtp.simulations.sim.check.Violation;
import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run went.
 *
 * @param story of the message that the violation is about, or of what happened at all
 * @param trace the same in every run of the same scenario, seed and faults
 * @param settled whether everything was in order before its time was over
 * @param cpu of the run's one thread
 */
public record Result(
    Scenario scenario,
    long seed,
    List<Fault> faults,
    Optional<Violation> violation,
    List<String> story,
    String trace,
    Counts counts,
    Latencies latencies,
    Course course,
    Duration simulated,
    boolean settled,
    Duration wall,
    Duration cpu) {
  public Result {
    faults = List.copyOf(faults);
    story = List.copyOf(story);
  }

  /** What happened how often. */
  public record Counts(
      long written,
      long acknowledged,
      long arrived,
      long reported,
      long dials,
      long verified,
      long connections,
      long packets,
      long bytes,
      long dnsQuestions,
      long syncs,
      long events,
      long tasks) {}

  public boolean isClean() {
    return violation.isEmpty();
  }
}
