package cmtp.simulations.report;

import java.time.Duration;
import java.util.Locale;

/**
 * How far something is.
 *
 * @param whole of what {@code done} has been done; 0 if nobody knows
 * @param elapsed since its beginning
 * @param extra what else there is to say; may be empty
 */
record ProgressLine(String task, long done, long whole, Duration elapsed, String extra) {
  /** Of a terminal that is not wider than they were for a long time, leaving one free. */
  static final int COLUMNS = 79;

  private static final int BAR_COLUMNS = 20;
  private static final int BAR_COLUMNS_MIN = 5;

  private double share() {
    return whole <= 0 ? 0 : Math.max(0, Math.min(1, (double) done / whole));
  }

  /** With a bar, for a terminal; never wider than it. */
  String bar() {
    String before = task + " [";
    String behind = "] " + words();
    int room = COLUMNS - before.length() - behind.length();
    int columns = Math.max(BAR_COLUMNS_MIN, Math.min(BAR_COLUMNS, room));
    int full = (int) Math.floor(share() * columns);
    String arrow = full < columns && full > 0 ? "=".repeat(full - 1) + ">" : "=".repeat(full);
    String line = before + arrow + " ".repeat(columns - arrow.length()) + behind;
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
  }

  /** Without, for a file. */
  String line() {
    return task + ": " + words();
  }

  private String words() {
    String share =
        whole <= 0
            ? String.format(Locale.ROOT, "%,d", done)
            : String.format(Locale.ROOT, "%3d %%", (int) Math.floor(100 * share()));
    String times = share.strip() + ", " + clock(elapsed) + rest();
    return extra.isEmpty() ? times : times + ", " + extra;
  }

  /** What is left if it goes on as it went. */
  private String rest() {
    if (share() <= 0 || share() >= 1) {
      return "";
    }
    long millis = Math.round(elapsed.toMillis() * (1 - share()) / share());
    return ", " + clock(Duration.ofMillis(millis)) + " left";
  }

  private static String clock(Duration time) {
    return time.toHours() > 0
        ? String.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format("%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
