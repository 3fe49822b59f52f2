package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThinningTest {

  @Test
  void keepsFewValuesAsTheyAre() {
    assertEquals(List.of(0, 1, 2), Thinning.indices(new double[] {3, 1, 2}, 3));
    assertEquals(List.of(), Thinning.indices(new double[0], 10));
  }

  @Test
  void keepsEverySpikeOfVeryManyInTheirOrder() {
    double[] ys = new double[100_000];
    ys[12_345] = 9;
    ys[50_000] = -4;
    ys[99_999] = 1;
    List<Integer> kept = Thinning.indices(ys, 400);
    assertTrue(kept.size() <= 400, "" + kept.size());
    assertTrue(kept.containsAll(List.of(0, 12_345, 50_000, 99_999)));
    assertEquals(kept.stream().sorted().toList(), kept);
  }

  @Test
  void keepsGapsThatAreLongEnoughToBeSeen() {
    double[] ys = new double[10_000];
    Arrays.fill(ys, 4_000, 6_000, Double.NaN);
    List<Integer> kept = Thinning.indices(ys, 100);
    assertTrue(kept.stream().anyMatch(i -> Double.isNaN(ys[i])));
    assertTrue(kept.stream().filter(i -> !Double.isNaN(ys[i])).count() > 35);
  }

  @Test
  void neverLosesTheHighestAndTheLowest() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      double[] ys = random.doubles(1 + random.nextInt(5_000)).toArray();
      List<Integer> kept = Thinning.indices(ys, 60);
      assertTrue(kept.size() <= 60, "seed " + seed);
      double highest = Arrays.stream(ys).max().orElseThrow();
      double lowest = Arrays.stream(ys).min().orElseThrow();
      assertTrue(kept.stream().anyMatch(i -> ys[i] == highest), "seed " + seed);
      assertTrue(kept.stream().anyMatch(i -> ys[i] == lowest), "seed " + seed);
    }
  }
}
