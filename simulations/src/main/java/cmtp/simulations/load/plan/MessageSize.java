package cmtp.simulations.load.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length in bytes as people write it: {@code 1024}, {@code 1KiB}, {@code 1MiB}. */
public final class MessageSize {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KiB|MiB)?");

  private MessageSize() {}

  /**
   * @throws IllegalArgumentException if it is none, or above 2 GiB
   */
  public static int parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no size: write 1024, 1KiB or 1MiB");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    int shift = unit.equals("MiB") ? 20 : unit.equals("KiB") ? 10 : 0;
    long bytes = Long.parseLong(matcher.group(1)) << shift;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is too large");
    }
    return (int) bytes;
  }

  /** The same the other way, as short as it is exact. */
  public static String text(long bytes) {
    if (bytes > 0 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
  }
}
