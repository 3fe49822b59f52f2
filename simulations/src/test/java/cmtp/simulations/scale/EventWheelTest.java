package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventWheelTest {
  private final EventWheel wheel = new EventWheel();

  @Test
  void eventsComeInTheOrderOfTheirTimesThenAsTheyWereAdded() {
    SplittableRandom random = new SplittableRandom(5);
    TreeMap<Integer, Queue<Integer>> expected = new TreeMap<>();
    int id = 0;
    for (int round = 0; round < 3000; round++) {
      int untilMs = wheel.nowMs() + random.nextInt(400_000);
      for (int n = random.nextInt(20); n > 0; n--) {
        int atMs = wheel.nowMs() + (int) Math.pow(2, random.nextInt(29)) - 1;
        if (atMs <= EventWheel.TIME_MAX_MS) {
          wheel.add(atMs, id % 8, id);
          expected.computeIfAbsent(atMs, ms -> new ArrayDeque<>()).add(id++);
        }
      }
      for (int e = wheel.take(untilMs); e != EventWheel.NONE; e = wheel.take(untilMs)) {
        assertEquals(expected.firstKey(), wheel.nowMs());
        Queue<Integer> now = expected.firstEntry().getValue();
        assertEquals(now.remove(), EventWheel.id(e));
        assertEquals(EventWheel.id(e) % 8, EventWheel.kind(e));
        if (now.isEmpty()) {
          expected.pollFirstEntry();
        }
      }
      assertEquals(
          0, expected.headMap(untilMs, true).size(), "nothing is left that is due: " + round);
    }
  }

  @Test
  void whatIsAddedWhileItsMillisecondGoesOnStillComes() {
    wheel.add(7, 1, 1);
    wheel.take(7);
    wheel.add(7, 1, 2);
    wheel.add(3, 1, 3);
    List<Integer> ids = new ArrayList<>();
    for (int e = wheel.take(7); e != EventWheel.NONE; e = wheel.take(7)) {
      ids.add(EventWheel.id(e));
    }
    assertEquals(List.of(2, 3), ids);
    assertEquals(7, wheel.nowMs());
  }

  @Test
  void whatIsTooFarAwayNeverComes() {
    wheel.add(EventWheel.TIME_MAX_MS, 1, 1);
    wheel.add(EventWheel.TIME_MAX_MS + 1L, 1, 2);
    assertEquals(1, wheel.size());
    assertEquals(1, EventWheel.id(wheel.take(EventWheel.TIME_MAX_MS)));
    assertEquals(EventWheel.NONE, wheel.take(EventWheel.TIME_MAX_MS));
  }
}
