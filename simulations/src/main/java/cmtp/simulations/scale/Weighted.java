package cmtp.simulations.scale;

import java.util.SplittableRandom;

/** Draws numbers with given weights in constant time (Vose's alias method). */
final class Weighted {
  private final float[] stays;
  private final int[] alias;

  private Weighted(double[] weights) {
    int n = weights.length;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] scaled = new double[n];
    int[] stack = new int[n];
    int small = 0;
    int large = n;
    for (int i = 0; i < n; i++) {
      scaled[i] = weights[i] * n / sum;
      stack[scaled[i] < 1 ? small++ : --large] = i;
    }
    stays = new float[n];
    alias = new int[n];
    while (small > 0 && large < n) {
      int less = stack[--small];
      int more = stack[large];
      stays[less] = (float) scaled[less];
      alias[less] = more;
      scaled[more] -= 1 - scaled[less];
      if (scaled[more] < 1) {
        large++;
        stack[small++] = more;
      }
    }
    while (small > 0) {
      stays[stack[--small]] = 1;
    }
    while (large < n) {
      stays[stack[large++]] = 1;
    }
  }

  static Weighted of(double[] weights) {
    return new Weighted(weights);
  }

  /** The n-th most popular one is drawn in proportion to 1 / n^exponent. */
  static Weighted zipf(int count, double exponent) {
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      weights[i] = Math.pow(i + 1.0, -exponent);
    }
    return new Weighted(weights);
  }

  int draw(SplittableRandom random) {
    int i = random.nextInt(alias.length);
    return random.nextDouble() < stays[i] ? i : alias[i];
  }
}
