package cmtp.simulations.report;

import java.util.Locale;

/** What numbers count, and how they are written. */
public enum Unit {
  /** Milliseconds, written as seconds, minutes, hours or days where these fit better. */
  TIME,
  COUNT,
  BYTES,
  PER_SECOND,
  /** From 0 to 100. */
  PERCENT,
  /** Nothing in particular. */
  NUMBER;

  private static final double SECOND = 1000;
  private static final double MINUTE = 60 * SECOND;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;
  private static final double KIBI = 1024;
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** For a sentence or a cell. */
  public String words(double value) {
    return switch (this) {
      case TIME -> time(value);
      case BYTES -> bytes(value);
      case PER_SECOND -> number(value) + "/s";
      case PERCENT -> number(value) + " %";
      case COUNT, NUMBER -> number(value);
    };
  }

  /** For an axis, where there is little room. */
  String tick(double value) {
    if (this == COUNT || this == NUMBER || this == PER_SECOND) {
      return compact(value) + (this == PER_SECOND ? "/s" : "");
    }
    return words(value);
  }

  String json() {
    return this == TIME ? "milliseconds" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String time(double ms) {
    double rounded = ms < SECOND ? ms : Math.rint(ms / 10) * 10;
    if (rounded < 0) {
      return "-" + time(-ms);
    } else if (rounded < SECOND) {
      return number(rounded) + " ms";
    } else if (rounded < MINUTE) {
      return number(rounded / SECOND) + " s";
    } else if (rounded < HOUR) {
      return both(ms, MINUTE, "min", SECOND, "s");
    }
    return rounded < DAY ? both(ms, HOUR, "h", MINUTE, "min") : both(ms, DAY, "d", HOUR, "h");
  }

  private static String both(double ms, double large, String largeName, double small, String name) {
    long smalls = Math.round(ms / small);
    long ratio = Math.round(large / small);
    String words = smalls / ratio + " " + largeName;
    return smalls % ratio == 0 ? words : words + " " + smalls % ratio + " " + name;
  }

  private static String bytes(double value) {
    double rest = value;
    int unit = 0;
    while (rest >= KIBI && unit < BINARY.length - 1) {
      rest /= KIBI;
      unit++;
    }
    return number(rest) + " " + BINARY[unit];
  }

  private static String compact(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return number(value / 1e9) + "G";
    } else if (size >= 1e6) {
      return number(value / 1e6) + "M";
    }
    return size >= 1e4 ? number(value / 1e3) + "k" : number(value);
  }

  /** Three digits, or all of them before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int digits = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
