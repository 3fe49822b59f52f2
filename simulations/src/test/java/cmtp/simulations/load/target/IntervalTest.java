package cmtp.simulations.load.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.machine.ProcessUsage;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void leavesToOthersWhatServerDatabaseAndGeneratorDidNotUse() {
    Interval interval =
        Interval.between(
            sample(5 * SECOND, 1000, 500, 10_000), sample(7 * SECOND, 2500, 600, 11_800));
    assertEquals(2, interval.seconds());
    assertEquals(OptionalLong.of(1500), interval.serverMillis());
    assertEquals(OptionalLong.of(100), interval.generatorMillis());
    assertEquals(OptionalLong.of(150), interval.databaseMillis());
    assertEquals(OptionalLong.of(50), interval.othersMillis());
    assertEquals(0.0125, interval.othersShare(2).orElseThrow(), 1e-9);
  }

  @Test
  void knowsNothingOfAProcessThatIsGone() {
    Sample gone =
        new Sample(SECOND, Optional.empty(), OptionalLong.of(0), usage(0), OptionalLong.of(5));
    Interval interval = Interval.between(sample(0, 1000, 500, 0), gone);
    assertTrue(interval.serverMillis().isEmpty());
    assertTrue(interval.othersShare(2).isEmpty());
  }

  private static Sample sample(long nanos, long server, long generator, long busy) {
    return new Sample(
        nanos,
        usage(server),
        OptionalLong.of(server / 10),
        usage(generator),
        OptionalLong.of(busy));
  }

  private static Optional<ProcessUsage> usage(long cpuMillis) {
    return Optional.of(new ProcessUsage(cpuMillis, 1, 1));
  }
}
