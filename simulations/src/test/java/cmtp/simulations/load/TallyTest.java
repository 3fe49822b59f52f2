package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void recordsLatenciesOfTheMeasuredPartOnly() {
    tally.accepted(TimeUnit.SECONDS.toNanos(9), false);
    for (int millis = 1; millis <= 100; millis++) {
      tally.accepted(TimeUnit.MILLISECONDS.toNanos(millis), true);
    }
    Histogram latency = tally.latency();
    assertEquals(101, tally.acceptedCount());
    assertEquals(100, latency.getTotalCount());
    assertEquals(50_000, latency.getValueAtPercentile(50), 50);
    assertEquals(99_000, latency.getValueAtPercentile(99), 99);
    assertEquals(100_000, latency.getMaxValue(), 100);
  }

  @Test
  void countsAWaitBeyondItsScaleAsTheLongest() {
    tally.accepted(TimeUnit.DAYS.toNanos(2), true);
    tally.accepted(-5, true);
    Histogram latency = tally.latency();
    assertEquals(2, latency.getTotalCount());
    assertTrue(latency.getMaxValue() >= Tally.LATENCY_MICROS_MAX);
    assertEquals(0, latency.getMinValue());
  }

  @Test
  void keepsKindsOfFailureApartAndTheirReasonsTogether() {
    tally.refused("FAILURE");
    tally.refused("FAILURE");
    tally.unanswered(3, "closed");
    tally.unreachable("closed");
    assertEquals(2, tally.refusedCount());
    assertEquals(3, tally.unansweredCount());
    assertEquals(1, tally.unreachableCount());
    assertEquals(6, tally.failures());
    assertEquals(Map.of("FAILURE", 2L, "closed", 4L), tally.reasons());
  }

  @Test
  void remembersABoundedNumberOfReasons() {
    for (int i = 0; i < 10 * Tally.REASONS_MAX; i++) {
      tally.refused("reason " + i);
    }
    tally.refused("reason 1");
    assertEquals(Tally.REASONS_MAX + 1, tally.reasons().size());
    assertEquals(2, tally.reasons().get("reason 1"));
    assertEquals(9L * Tally.REASONS_MAX, tally.reasons().get(Tally.OTHER_REASONS));
  }
}
