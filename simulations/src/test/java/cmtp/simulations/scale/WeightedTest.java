package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedTest {
  private static final int DRAWS = 400_000;

  private static double[] shares(Weighted weighted, int count) {
    SplittableRandom random = new SplittableRandom(3);
    double[] shares = new double[count];
    for (int i = 0; i < DRAWS; i++) {
      shares[weighted.draw(random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void drawsEachAsOftenAsItsWeightSays() {
    double[] shares = shares(Weighted.of(new double[] {1, 0, 7, 2}), 4);
    assertEquals(0.1, shares[0], 0.005);
    assertEquals(0, shares[1]);
    assertEquals(0.7, shares[2], 0.005);
    assertEquals(0.2, shares[3], 0.005);
  }

  @Test
  void theSecondMostPopularIsDrawnHalfAsOftenAsTheFirst() {
    double[] shares = shares(Weighted.zipf(1000, 1), 1000);
    assertEquals(2, shares[0] / shares[1], 0.1);
    assertEquals(10, shares[0] / shares[9], 0.7);
  }
}
