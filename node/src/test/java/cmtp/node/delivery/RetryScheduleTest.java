package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private final RetrySchedule schedule = new RetrySchedule(QueueLab.RETRY);

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 60000",
    "2, 0.5, 120000",
    "3, 0.5, 240000",
    "7, 0.5, 3840000",
    "8, 0.5, 4000000",
    "9, 0.5, 4000000",
    "1000000000000, 0.5, 4000000",
    "1, 0, 48000",
    "1, 0.75, 66000",
    "8, 0, 3200000",
    "8, 0.999999999, 4800000"
  })
  void doublesUpToItsMaximumAndScatters(long failures, double unit, long expectedMs) {
    assertEquals(expectedMs, schedule.delayMs(failures, unit));
  }

  @Test
  void makesAboutAHundredAndThirteenAttemptsInFiveDays() {
    long at = 0;
    int attempts = 0;
    while (at < QueueLab.RETRY.giveUpAfter().toMillis()) {
      attempts++;
      at += schedule.delayMs(attempts, 0.5);
    }
    assertTrue(attempts >= 110 && attempts <= 116, "attempts: " + attempts);
  }

  @Test
  void makesAUnitOfEightBytes() {
    assertEquals(0, RetrySchedule.unit(Bytes.wrap(new byte[8])));
    assertEquals(0.5, RetrySchedule.unit(QueueLab.half(8)));
    assertTrue(RetrySchedule.unit(Bytes.hex("ffffffffffffffff")) < 1);
  }
}
