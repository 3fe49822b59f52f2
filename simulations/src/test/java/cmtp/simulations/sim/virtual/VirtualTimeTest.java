package cmtp.simulations.sim.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> seen = new ArrayList<>();

  @Test
  void doesEverythingNowBeforeTimePasses() {
    time.after(Duration.ofMillis(1), () -> seen.add("later at " + time.nowNanos()));
    time.execute(() -> time.execute(() -> seen.add("now at " + time.nowNanos())));
    time.runTo(Duration.ofSeconds(1));
    assertEquals(List.of("now at 0", "later at 1000000"), seen);
    assertEquals(VirtualTime.EPOCH_MS + 1000, time.millis());
  }

  @Test
  void keepsTheOrderOfWhatComesAtTheSameTime() {
    for (int i = 0; i < 5; i++) {
      int number = i;
      time.after(Duration.ofMillis(1), () -> seen.add("" + number));
    }
    time.runTo(Duration.ofSeconds(1));
    assertEquals(List.of("0", "1", "2", "3", "4"), seen);
  }

  @Test
  void forgetsWhatIsCancelled() {
    VirtualTime.Event event = time.after(Duration.ofMillis(1), () -> seen.add("cancelled"));
    assertTrue(event.cancel());
    assertFalse(event.cancel());
    time.runTo(Duration.ofSeconds(1));
    assertEquals(List.of(), seen);
  }

  @Test
  void keepsNoCancelledEvents() {
    for (int i = 0; i < 100_000; i++) {
      time.after(Duration.ofDays(1), () -> {}).cancel();
    }
    time.after(Duration.ofDays(1), () -> seen.add("kept"));
    time.runTo(Duration.ofDays(2));
    assertEquals(List.of("kept"), seen);
    assertEquals(1, time.eventsDone());
  }

  @Test
  void stopsBeforeWhatIsBeyondTheLimit() {
    time.after(Duration.ofSeconds(2), () -> seen.add("beyond"));
    assertFalse(time.step(Duration.ofSeconds(1)));
    assertEquals(0, time.nowNanos());
  }
}
