package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole thing: some minutes. What counts is the time on a processor, which is the time that
 * passes where nobody else wants it: a third of the fifteen minutes, for slower machines.
 */
@Tag("long")
class MillionDomainsTest {

  @Test
  void aWeekOfAMillionDomainsTakesLessThanFifteenMinutesAndFourGibibytes() {
    Simulation simulation = Simulation.of(Scenarios.find("steady", Path.of("."), Map.of()));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startNanos = threads.getCurrentThreadCpuTime();
    long[] usedMax = {0};
    simulation.run(
        ms -> {
          Runtime runtime = Runtime.getRuntime();
          usedMax[0] = Math.max(usedMax[0], runtime.totalMemory());
        });
    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - startNanos);
    assertTrue(took.compareTo(Duration.ofMinutes(5)) < 0, took.toString());
    assertTrue(usedMax[0] < 4L << 30, (usedMax[0] >> 20) + " MiB");
    assertEquals(1_000_000, simulation.world().domains.count());
    assertEquals(
        7 * 48, simulation.recorder().samples().size(), "each of them checked that all adds up");
    assertEquals(35_000_000, Tally.sum(simulation.world().tallies).accepted, 100_000);
  }
}
