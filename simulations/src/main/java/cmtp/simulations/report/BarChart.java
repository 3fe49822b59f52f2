package cmtp.simulations.report;

import java.util.List;

/**
 * A length for each name, in the order given.
 *
 * @param note how to read it; may be empty
 */
public record BarChart(String title, String note, Unit unit, List<Bar> bars) implements Part {

  /** A name's value, which is not negative. */
  public record Bar(String name, double value) {
    public Bar {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(name + " is " + value);
      }
    }
  }

  public BarChart {
    bars = List.copyOf(bars);
  }
}
