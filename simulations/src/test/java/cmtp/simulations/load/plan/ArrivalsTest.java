package cmtp.simulations.load.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.load.plan.Arrivals.Slope;
import cmtp.simulations.load.plan.Arrivals.Spacing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void leavesTheSameTimeBetweenEvenOnes() {
    List<Long> due = all(new Slope(4, 4, SECOND), Spacing.EVEN, 0, 1);
    assertEquals(List.of(SECOND / 8, 3 * SECOND / 8, 5 * SECOND / 8, 7 * SECOND / 8), due);
  }

  @Test
  void sharesEvenOnesAmongThreads() {
    Slope slope = new Slope(1000, 1000, SECOND);
    List<Long> together = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      together.addAll(all(slope, Spacing.EVEN, part, 3));
    }
    together.sort(null);
    assertEquals(all(slope, Spacing.EVEN, 0, 1), together);
  }

  @Test
  void spreadsOthersAsIndependentPeopleWould() {
    List<Long> due = all(new Slope(500, 500, 100 * SECOND), Spacing.POISSON, 0, 1);
    assertEquals(50_000, due.size(), 1_000);
    double mean = 0;
    double square = 0;
    for (int i = 1; i < due.size(); i++) {
      double wait = (due.get(i) - due.get(i - 1)) / 2e6;
      mean += wait / (due.size() - 1);
      square += wait * wait / (due.size() - 1);
    }
    assertEquals(1, mean, 0.03);
    assertEquals(1, Math.sqrt(square - mean * mean), 0.05);
  }

  @Test
  void sharesTheRateOfOthersAmongThreads() {
    int due = 0;
    for (int part = 0; part < 4; part++) {
      due += all(new Slope(1000, 1000, 10 * SECOND), Spacing.POISSON, part, 4).size();
    }
    assertEquals(10_000, due, 400);
  }

  @Test
  void changesItsRateEvenly() {
    for (double[] rates : new double[][] {{100, 300}, {300, 100}}) {
      Slope slope = new Slope(rates[0], rates[1], 10 * SECOND);
      List<Long> due = all(slope, Spacing.EVEN, 0, 1);
      assertEquals(2000, due.size(), 1);
      long firstHalf = due.stream().filter(at -> at < 5 * SECOND).count();
      assertEquals(rates[0] < rates[1] ? 750 : 1250, firstHalf, 1);
      assertEquals(200, slope.rate(5 * SECOND), 1e-9);
      assertEquals(firstHalf, slope.due(5 * SECOND), 1);
    }
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    Slope slope = new Slope(50, 100, 10 * SECOND);
    assertEquals(all(slope, Spacing.POISSON, 1, 2), all(slope, Spacing.POISSON, 1, 2));
  }

  private static List<Long> all(Slope slope, Spacing spacing, int part, int parts) {
    Arrivals arrivals = new Arrivals(slope, spacing, part, parts, new SplittableRandom(11 + part));
    List<Long> due = new ArrayList<>();
    for (; arrivals.next() != Arrivals.NEVER; arrivals.advance()) {
      assertTrue(arrivals.next() < slope.lengthNanos());
      due.add(arrivals.next());
    }
    return due;
  }
}
