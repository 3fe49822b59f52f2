package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole thing: some minutes. The heap that surefire gives it is a quarter of the memory. */
@Tag("long")
class MillionDomainsTest {

  @Test
  void aWeekOfAMillionDomainsTakesLessThanFifteenMinutesAndFourGibibytes() {
    Simulation simulation = Simulation.of(Scenarios.find("steady", Path.of("."), Map.of()));
    long startNanos = System.nanoTime();
    long[] usedMax = {0};
    simulation.run(
        ms -> {
          Runtime runtime = Runtime.getRuntime();
          usedMax[0] = Math.max(usedMax[0], runtime.totalMemory());
        });
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    assertTrue(took.compareTo(Duration.ofMinutes(15)) < 0, took.toString());
    assertTrue(usedMax[0] < 4L << 30, (usedMax[0] >> 20) + " MiB");
    assertEquals(1_000_000, simulation.world().domains.count());
    assertEquals(
        7 * 48, simulation.recorder().samples().size(), "each of them checked that all adds up");
    assertEquals(35_000_000, Tally.sum(simulation.world().tallies).accepted, 100_000);
  }
}
