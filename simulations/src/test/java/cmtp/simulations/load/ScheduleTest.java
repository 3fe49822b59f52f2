package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule schedule = new Schedule();

  @Test
  void countsFromTheEndOfTheWarmUp() {
    assertEquals(0, schedule.next().orElseThrow());
    assertEquals(1, schedule.next().orElseThrow());
    assertFalse(schedule.isMeasuring());
    schedule.measure(OptionalLong.of(2));
    assertTrue(schedule.isMeasuring());
    assertEquals(2, schedule.next().orElseThrow());
    assertFalse(schedule.isOver());
    assertEquals(3, schedule.next().orElseThrow());
    assertTrue(schedule.isOver());
    assertTrue(schedule.next().isEmpty());
    assertEquals(4, schedule.sent());
  }

  @Test
  void goesOnWithoutACountUntilItIsStopped() {
    schedule.measure(OptionalLong.empty());
    assertTrue(schedule.next().isPresent());
    schedule.endMeasuring();
    assertFalse(schedule.isMeasuring());
    assertTrue(schedule.next().isPresent());
    schedule.stop();
    assertTrue(schedule.isOver());
    assertTrue(schedule.next().isEmpty());
  }
}
