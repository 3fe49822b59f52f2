package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.result.Latency;
import cmtp.simulations.load.result.Totals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(List.of(Operation.values()));

  @Test
  void keepsLatenciesOfTheMeasuredPartApart() {
    tally.answered(request(false), 10, TimeUnit.SECONDS.toNanos(9));
    for (int millis = 1; millis <= 100; millis++) {
      tally.answered(request(true), 10, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    Histogram latency = tally.takeLatencies(true).get(Operation.MAIL);
    assertEquals(101, tally.answered().get(Operation.MAIL));
    assertEquals(1010, tally.bytes());
    assertEquals(100, latency.getTotalCount());
    assertEquals(50_000, latency.getValueAtPercentile(50), 50);
    assertEquals(99_000, latency.getValueAtPercentile(99), 99);
    assertEquals(1, tally.takeLatencies(false).get(Operation.MAIL).getTotalCount());
    assertTrue(tally.takeLatencies(true).isEmpty());
  }

  @Test
  void countsAWaitBeyondItsScaleAsTheLongest() {
    tally.answered(request(true), 0, TimeUnit.DAYS.toNanos(2));
    tally.answered(request(true), 0, -5);
    Histogram latency = tally.takeLatencies(true).get(Operation.MAIL);
    assertEquals(2, latency.getTotalCount());
    assertTrue(latency.getMaxValue() >= Latency.MICROS_MAX);
    assertEquals(0, latency.getMinValue());
  }

  @Test
  void countsWhatWasNeverSentWithTheTimeItHasWaited() {
    tally.unsent(Operation.LIST, TimeUnit.SECONDS.toNanos(3));
    tally.givenUp(Operation.LIST, TimeUnit.SECONDS.toNanos(5));
    Histogram latency = tally.takeLatencies(true).get(Operation.LIST);
    assertEquals(2, latency.getTotalCount());
    assertEquals(5_000_000, latency.getMaxValue(), 5000);
    assertEquals(2, tally.unsent());
    assertEquals(1, tally.givenUp());
    assertEquals(0, tally.failures());
  }

  @Test
  void countsWhatWasNeverAnsweredWithTheTimeItHasWaited() {
    tally.unanswered(request(true), "closed", TimeUnit.SECONDS.toNanos(7));
    Histogram latency = tally.takeLatencies(true).get(Operation.MAIL);
    assertEquals(7_000_000, latency.getMaxValue(), 7000);
  }

  @Test
  void keepsKindsOfFailureApartAndTheirReasonsTogether() {
    tally.refused("FAILURE");
    tally.refused("FAILURE");
    tally.unanswered(request(true), "closed", 1);
    tally.unreachable("closed");
    Totals totals = tally.totals(9);
    assertEquals(9, totals.sent());
    assertEquals(2, totals.refused());
    assertEquals(1, totals.unanswered());
    assertEquals(1, totals.unreachable());
    assertEquals(4, tally.failures());
    assertEquals(Map.of("FAILURE", 2L, "closed", 2L), totals.reasons());
  }

  @Test
  void remembersABoundedNumberOfReasons() {
    for (int i = 0; i < 10 * Tally.REASONS_MAX; i++) {
      tally.refused("reason " + i);
    }
    tally.refused("reason 1");
    Map<String, Long> reasons = tally.totals(0).reasons();
    assertEquals(Tally.REASONS_MAX + 1, reasons.size());
    assertEquals(2, reasons.get("reason 1"));
    assertEquals(9L * Tally.REASONS_MAX, reasons.get(Tally.OTHER_REASONS));
  }

  private static Request request(boolean measured) {
    return new Request(Operation.MAIL, 0, 0, 0, measured);
  }
}
