package cmtp.simulations.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.simulations.sim.scenario.Scenario;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All faults at once, from very many seeds: half an hour of a processor. */
@Tag("long")
class LongSweepTest {
  private static final int SEEDS = 1000;

  @Test
  void aThousandSeedsOfTwentyDomainsAreClean() throws InterruptedException {
    Scenario scenario = Scenario.load("everything", Map.of());
    assertEquals(20, scenario.domains());
    int threads = Runtime.getRuntime().availableProcessors();
    Sweep.Outcome outcome = new Sweep(scenario, 1, SEEDS, threads).run(done -> {});
    assertEquals(
        SEEDS,
        outcome.clean(),
        () -> String.join("\n", outcome.failure().map(Reports::lines).orElseThrow()));
  }
}
