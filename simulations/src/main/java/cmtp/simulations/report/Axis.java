package cmtp.simulations.report;

/**
 * What one direction of a chart means.
 *
 * @param label what is measured; the unit is told by the numbers
 */
public record Axis(String label, Unit unit, Scale scale) {

  public static Axis of(String label, Unit unit) {
    return new Axis(label, unit, Scale.LINEAR);
  }

  public static Axis logarithmic(String label, Unit unit) {
    return new Axis(label, unit, Scale.LOGARITHMIC);
  }
}
