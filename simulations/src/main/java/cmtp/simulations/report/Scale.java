package cmtp.simulations.report;

import java.util.Locale;

/** How values lie along an axis. */
public enum Scale {
  LINEAR,
  /** Each step is some times the one before; what is not above zero lies at the lower end. */
  LOGARITHMIC,
  /** Percentiles: as much room from 90 to 99 as from 99 to 99.9. */
  PERCENTILE;

  /** Nearer to all than any run has values for; keeps the last percentile on the page. */
  private static final double NEARLY_ALL = 99.9999;

  double place(double value) {
    return switch (this) {
      case LINEAR -> value;
      case LOGARITHMIC -> Math.log10(Math.max(value, Double.MIN_NORMAL));
      case PERCENTILE -> -Math.log10(1 - Math.min(value, NEARLY_ALL) / 100);
    };
  }

  String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
