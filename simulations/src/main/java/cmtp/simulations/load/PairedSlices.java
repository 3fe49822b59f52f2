package cmtp.simulations.load;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Latencies measured with and without something at the same time, slice by slice, and how sure
 * their ratio is: slices are drawn anew, with replacement, so many times, and the ratio of each
 * draw is looked at. The same slices give the same answer always.
 */
record PairedSlices(List<Pair> pairs) {
  static final double PERCENTILE = 99;

  private static final int DRAWS = 2000;
  private static final double TAIL = 0.025;

  /** Both in the same seconds, in milliseconds. */
  record Pair(Histogram without, Histogram with) {
    double ratio() {
      return PairedSlices.ratio(without, with);
    }
  }

  /** 95 of 100 draws are in it. */
  record Range(double low, double high) {}

  PairedSlices {
    pairs = List.copyOf(pairs);
  }

  /** A percentile of 0 ms counts as 1 ms: the traces tell no less. */
  private static double ratio(Histogram without, Histogram with) {
    long one = Math.max(1, without.getValueAtPercentile(PERCENTILE));
    return (double) Math.max(1, with.getValueAtPercentile(PERCENTILE)) / one;
  }

  /** Of all slices together. */
  double ratio() {
    return ratio(pairs);
  }

  private static double ratio(List<Pair> pairs) {
    Histogram without = new Histogram(Journeys.DIGITS);
    Histogram with = new Histogram(Journeys.DIGITS);
    for (Pair pair : pairs) {
      without.add(pair.without());
      with.add(pair.with());
    }
    return ratio(without, with);
  }

  /** How many slices' own ratio is larger than this. */
  long above(double limit) {
    return pairs.stream().filter(pair -> pair.ratio() > limit).count();
  }

  /** Of the slices' own ratios: here a quiet slice counts as much as a disturbed one. */
  double median() {
    double[] sorted = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  Range range() {
    SplittableRandom random = new SplittableRandom(pairs.size());
    double[] ratios = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      ratios[i] =
          ratio(pairs.stream().map(any -> pairs.get(random.nextInt(pairs.size()))).toList());
    }
    Arrays.sort(ratios);
    return new Range(ratios[(int) (DRAWS * TAIL)], ratios[(int) (DRAWS * (1 - TAIL)) - 1]);
  }
}
