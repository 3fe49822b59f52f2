package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.load.plan.Arrivals.Spacing;
import cmtp.simulations.load.plan.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SupplyTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = 77 * SECOND;
  private static final long NOTHING = Long.MAX_VALUE;

  private final List<Long> unsent = new ArrayList<>();
  private final List<Long> givenUp = new ArrayList<>();
  private final Supply supply =
      new Supply(0, 1, new SplittableRandom(1), new Supply.Losses(unsent::add, givenUp::add));

  @Test
  void keepsRequestsUntilTheyAreTakenWithTheTimeTheyWereDue() {
    Phase phase = open(10, 100);
    supply.follow(phase, START);
    assertEquals(NOTHING, supply.take(START));
    assertEquals(START + SECOND / 20, supply.nextAt());
    supply.follow(phase, START + SECOND / 2);
    assertEquals(START + SECOND / 20, supply.take(START + SECOND / 2));
    assertEquals(START + 3 * SECOND / 20, supply.take(START + SECOND / 2));
  }

  @Test
  void givesUpWhatItHasNoRoomFor() {
    Phase phase = open(10, 3);
    supply.follow(phase, START + SECOND);
    assertEquals(7, givenUp.size());
    assertTrue(givenUp.stream().allMatch(waited -> waited == SECOND - SECOND / 20));
    for (int i = 0; i < 3; i++) {
      assertEquals(START + SECOND / 20 + i * SECOND / 10, supply.take(START + SECOND));
    }
    assertEquals(NOTHING, supply.take(START + SECOND));
  }

  @Test
  void tellsAtTheEndHowLongTheOthersHaveWaited() {
    Phase phase = open(4, 100);
    supply.follow(phase, START + SECOND / 2);
    supply.take(START + SECOND / 2);
    phase.end(START + SECOND);
    supply.follow(phase, START + 2 * SECOND);
    assertEquals(3, supply.waiting());
    supply.follow(Phase.IDLE, START + 3 * SECOND);
    assertEquals(List.of(21 * SECOND / 8, 19 * SECOND / 8, 17 * SECOND / 8), unsent);
    assertEquals(NOTHING, supply.take(START + 3 * SECOND));
  }

  @Test
  void doesNotCountWhatTheWarmUpHasNotSent() {
    Phase phase = Phase.open(false, new Pace.Open(4, 4, Spacing.EVEN, 2), START, SECOND);
    supply.follow(phase, START + SECOND);
    supply.follow(Phase.IDLE, START + SECOND);
    assertTrue(unsent.isEmpty() && givenUp.isEmpty());
  }

  @Test
  void allowsSoManyInAClosedLoopAsAreToBeCounted() {
    Phase phase = Phase.closed(true, OptionalLong.of(2), START);
    supply.follow(phase, START);
    assertEquals(5, supply.take(5));
    assertFalse(phase.isUsedUp());
    assertEquals(6, supply.take(6));
    assertEquals(NOTHING, supply.take(7));
    assertTrue(phase.isUsedUp());
  }

  @Test
  void allowsAnyNumberInAClosedLoopWithoutACount() {
    supply.follow(Phase.closed(true, OptionalLong.empty(), START), START);
    for (long i = 0; i < 1000; i++) {
      assertEquals(i, supply.take(i));
    }
    supply.follow(Phase.IDLE, START);
    assertEquals(NOTHING, supply.take(1000));
  }

  private static Phase open(double rate, int backlogMax) {
    return Phase.open(true, new Pace.Open(rate, rate, Spacing.EVEN, backlogMax), START, SECOND);
  }
}
