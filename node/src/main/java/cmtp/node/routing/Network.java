package cmtp.node.routing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR form, as {@code 10.0.0.0/8} or {@code ::1/128}. */
public record Network(InetAddress base, int prefixBits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

  public Network {
    if (prefixBits < 0 || prefixBits > 8 * base.getAddress().length) {
      throw new IllegalArgumentException("a prefix of " + prefixBits + " bits");
    }
  }

  /**
   * @throws IllegalArgumentException if it is not an address, a slash and a number of bits
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!LITERAL.matcher(address).matches()) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    try {
      InetAddress base = InetAddress.getByName(address);
      int all = 8 * base.getAddress().length;
      return new Network(base, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException | NumberFormatException wrong) {
      throw new IllegalArgumentException("not a network: " + text, wrong);
    }
  }

  public boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + prefixBits;
  }
}
