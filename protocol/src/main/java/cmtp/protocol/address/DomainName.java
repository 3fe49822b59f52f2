package cmtp.protocol.address;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A domain in its wire form (SPEC 1.5): lower-case A-labels, at most 253 bytes, each label at most
 * 63, without a final dot.
 */
public record DomainName(String value) {
  private static final int BYTES_MAX = 253;
  private static final Pattern LABELS =
      Pattern.compile(
          "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*");

  public DomainName {
    if (value.length() > BYTES_MAX || !LABELS.matcher(value).matches()) {
      throw new InvalidAddressException("not a domain name: " + Printable.of(value));
    }
  }

  /**
   * Brings a domain into its wire form: IDNA, lower case, no final dot.
   *
   * @throws InvalidAddressException if that is impossible; its message is for people
   */
  public static DomainName parse(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (LABELS.matcher(name).matches()) {
      return new DomainName(name); // what it is on the wire already, mostly
    }
    try {
      return new DomainName(IDN.toASCII(name).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notIdna) {
      throw new InvalidAddressException("not a domain name: " + Printable.of(text));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
