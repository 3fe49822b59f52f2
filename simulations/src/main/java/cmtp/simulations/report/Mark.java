package cmtp.simulations.report;

/**
 * Something that happened at a time, or from one time to another: a fault, mostly.
 *
 * @param kind those of one kind are drawn in one row, under this name
 * @param words what exactly
 * @param from in the unit of the chart's x axis
 * @param to the same as {@code from} if it was at one moment
 */
public record Mark(String kind, String words, double from, double to) {
  public Mark {
    if (!Double.isFinite(from) || !Double.isFinite(to) || to < from) {
      throw new IllegalArgumentException(kind + " from " + from + " to " + to);
    }
  }

  public static Mark at(String kind, String words, double when) {
    return new Mark(kind, words, when, when);
  }
}
