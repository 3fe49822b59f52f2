package cmtp.simulations.load.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses to connect from: {@code 127.0.0.2-127.0.0.20,127.0.1.1}; only IPv4 has ranges. */
public final class AddressRange {
  static final int ADDRESSES_MAX = 4096;

  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private AddressRange() {}

  /**
   * @throws IllegalArgumentException for anything else, or too many
   */
  public static List<String> parse(String text) {
    List<String> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (IPV6.matcher(part).matches()) {
        addresses.add(part);
        continue;
      }
      int dash = part.indexOf('-');
      long first = number(dash < 0 ? part : part.substring(0, dash));
      long last = dash < 0 ? first : number(part.substring(dash + 1));
      if (last < first || last - first >= ADDRESSES_MAX - addresses.size()) {
        throw new IllegalArgumentException(
            "'" + part + "' has to go upwards, and to at most " + ADDRESSES_MAX + " addresses");
      }
      for (long number = first; number <= last; number++) {
        addresses.add(text(number));
      }
    }
    return addresses;
  }

  private static long number(String address) {
    Matcher matcher = IPV4.matcher(address);
    long number = 0;
    for (int i = 1; i <= 4 && matcher.matches(); i++) {
      int part = Integer.parseInt(matcher.group(i));
      number = part > 255 ? -1 : number << 8 | part;
      if (number < 0) {
        break;
      }
    }
    if (!matcher.matches() || number < 0) {
      throw new IllegalArgumentException("'" + address + "' is no address to connect from");
    }
    return number;
  }

  private static String text(long number) {
    return (number >> 24)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
