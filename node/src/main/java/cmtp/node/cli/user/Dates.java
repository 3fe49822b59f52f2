package cmtp.node.cli.user;

import cmtp.node.cli.console.Terminal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Locale;

/** Times for people, in their own zone. */
final class Dates {
  private Dates() {}

  /** {@code 2026-03-01 14:05}; empty for 0, which means that nobody said. */
  static String text(long unixSeconds, Terminal terminal) {
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
  static String iso(long unixMillis) {
    return Instant.ofEpochMilli(unixMillis).toString();
  }
}
