package cmtp.simulations.load.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.load.plan.KneeSearch.Aim;
import cmtp.simulations.load.plan.KneeSearch.Step;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class KneeSearchTest {
  private static final Aim AIM = new Aim(100, 1.5, 100_000, 50, 0.95, 0.05);

  /** A server that needs a millisecond for each request: its p99 grows as its queue does. */
  private static Step queue(double rate, double capacity) {
    double served = Math.min(rate, capacity);
    double p99 = rate < capacity ? 4.6 * 1000 / (capacity - rate) : 5000;
    return new Step(rate, rate, served, p99 / 6, p99, 0);
  }

  @Test
  void findsTheRateAtWhichTheP99PassesItsBound() {
    KneeSearch search = search(AIM, rate -> queue(rate, 1000));
    double knee = 1000 - 4600 / 50.0;
    double below = search.knee().below().orElseThrow().rate();
    double above = search.knee().above().orElseThrow().rate();
    assertTrue(below <= knee && knee < above, below + " " + above);
    assertTrue(above - below <= 0.05 * below);
    assertTrue(search.steps().size() < 16, "steps: " + search.steps().size());
  }

  @Test
  void findsTheRateAtWhichTheServerFallsBehind() {
    KneeSearch search = search(AIM, rate -> new Step(rate, rate, Math.min(rate, 700), 1, 2, 0));
    assertEquals(700 / 0.95, search.knee().below().orElseThrow().rate(), 40);
    assertEquals("falls behind", search.knee().above().orElseThrow().complaint(AIM).orElseThrow());
  }

  @Test
  void doesNotBelieveASingleBadStep() {
    int[] calls = {0};
    KneeSearch search =
        search(
            AIM,
            rate -> calls[0]++ == 2 ? new Step(rate, rate, rate, 1, 9999, 0) : queue(rate, 1000));
    assertEquals(900, search.knee().below().orElseThrow().rate(), 50);
  }

  @Test
  void goesDownFromAStartThatIsTooHigh() {
    KneeSearch search = search(AIM, rate -> queue(rate, 120));
    assertEquals(28, search.knee().below().orElseThrow().rate(), 2);
  }

  @Test
  void endsAtTheHighestRateThatIsAllowed() {
    Aim low = new Aim(100, 1.5, 400, 50, 0.95, 0.05);
    KneeSearch search = search(low, rate -> queue(rate, 1000));
    assertEquals(400, search.knee().below().orElseThrow().rate());
    assertTrue(search.knee().above().isEmpty());
  }

  @Test
  void endsWhenNoRateHolds() {
    KneeSearch search = search(AIM, rate -> new Step(rate, rate, 0, 1, 2, 3));
    assertTrue(search.knee().below().isEmpty());
    assertEquals("3 failed", search.knee().above().orElseThrow().complaint(AIM).orElseThrow());
  }

  @Test
  void refusesAnAimWithoutSense() {
    assertThrows(IllegalArgumentException.class, () -> new Aim(0, 1.5, 10, 50, 0.95, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Aim(20, 1.5, 10, 50, 0.95, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Aim(1, 1, 10, 50, 0.95, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Aim(1, 1.5, 10, -1, 0.95, 0.05));
  }

  private static KneeSearch search(Aim aim, DoubleFunction<Step> server) {
    KneeSearch search = new KneeSearch(aim);
    for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
      search.add(server.apply(next.getAsDouble()));
      assertFalse(search.steps().size() > KneeSearch.STEPS_MAX + 1);
    }
    return search;
  }
}
