package cmtp.simulations.report;

/**
 * One value of a line.
 *
 * @param y in the axis' unit; {@link #NOTHING} where nothing is known, which breaks the line
 */
public record Point(double x, double y) {
  public static final double NOTHING = Double.NaN;

  public Point {
    if (!Double.isFinite(x) || Double.isInfinite(y)) {
      throw new IllegalArgumentException("a point at " + x + ", " + y);
    }
  }

  boolean isKnown() {
    return !Double.isNaN(y);
  }
}
