package cmtp.node.cli.console;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Locale;

/** Times for people, in their own zone. */
public final class Dates {
  private Dates() {}

  /** {@code 2026-03-01 14:05}; empty for 0, which means that nobody said. */
  public static String text(long unixSeconds, Terminal terminal) {
    if (unixSeconds == 0) {
      return "";
    }
    LocalDateTime time =
        LocalDateTime.ofInstant(Instant.ofEpochSecond(unixSeconds), terminal.clock().getZone());
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d %02d:%02d",
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute());
  }

  /** ISO 8601 in UTC, for programs. */
  public static String iso(long unixMillis) {
    return Instant.ofEpochMilli(unixMillis).toString();
  }

  /** How long something took or takes, roughly: {@code 45 s}, {@code 12 min}, {@code 5 h}. */
  public static String span(long millis) {
    long seconds = Math.max(0, millis) / 1000;
    if (seconds < 100) {
      return seconds + " s";
    }
    if (seconds < 100 * 60) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
