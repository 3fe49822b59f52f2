package cmtp.simulations.report;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which of very many values are drawn, so that a picture of them looks the same. */
final class Thinning {
  private Thinning() {}

  /**
   * The first, the last, and of each stretch between them the lowest and the highest. Gaps stay if
   * they are as long as a stretch.
   *
   * @param ys values, not a number where there is none
   * @return their indices, ascending, at most {@code most}
   */
  static List<Integer> indices(double[] ys, int most) {
    if (ys.length <= most) {
      return IntStream.range(0, ys.length).boxed().toList();
    }
    TreeSet<Integer> kept = new TreeSet<>(List.of(0, ys.length - 1));
    int stretches = (most - 2) / 2;
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) ys.length * i / stretches);
      int to = (int) ((long) ys.length * (i + 1) / stretches);
      kept.add(extreme(ys, from, to, 1));
      kept.add(extreme(ys, from, to, -1));
    }
    return List.copyOf(kept);
  }

  /** The highest, or the lowest if the sign is minus one; any if nothing is known. */
  private static int extreme(double[] ys, int from, int to, int sign) {
    int best = from;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(ys[i]) && (Double.isNaN(ys[best]) || sign * ys[i] > sign * ys[best])) {
        best = i;
      }
    }
    return best;
  }
}
