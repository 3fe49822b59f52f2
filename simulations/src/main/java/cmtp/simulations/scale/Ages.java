package cmtp.simulations.scale;

import java.util.Locale;

/** Times as people write them. */
final class Ages {
  private static final double SECOND = 1000;
  private static final double MINUTE = 60 * SECOND;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;
  private static final double MUCH = 2;

  private Ages() {}

  static String words(double ms) {
    if (ms < MUCH * SECOND) {
      return text(ms, 1, "ms");
    } else if (ms < MUCH * MINUTE) {
      return text(ms, SECOND, "s");
    } else if (ms < MUCH * HOUR) {
      return text(ms, MINUTE, "min");
    }
    return ms < MUCH * DAY ? text(ms, HOUR, "h") : text(ms, DAY, "d");
  }

  private static String text(double ms, double unit, String name) {
    double value = ms / unit;
    String number =
        value == Math.rint(value) || value >= 100
            ? String.format(Locale.ROOT, "%.0f", value)
            : String.format(Locale.ROOT, "%.1f", value);
    return number + " " + name;
  }
}
