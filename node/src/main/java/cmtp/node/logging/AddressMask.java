package cmtp.node.logging;

import java.util.regex.Pattern;

/** Takes the account out of addresses and leaves the domain, by which trouble is found. */
final class AddressMask {
  /** What comes before an @ that a name follows, up to what can't be part of an account. */
  private static final Pattern ACCOUNT =
      Pattern.compile("[^\\s@|:,;=<>(){}\\[\\]\"'/]+@(?=[\\p{L}\\p{N}\\[])");

  private static final String HIDDEN = "***@";

  private AddressMask() {}

  static String hide(String text) {
    return text.indexOf('@') < 0 ? text : ACCOUNT.matcher(text).replaceAll(HIDDEN);
  }
}
