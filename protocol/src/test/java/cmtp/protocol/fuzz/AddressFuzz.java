package cmtp.protocol.fuzz;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import java.nio.charset.StandardCharsets;

/** Any text as an address: refused with a text for people, or brought into a form that stays. */
public final class AddressFuzz {
  private static final int MESSAGE_MAX = 1000;

  private AddressFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Address address = Address.parse(new String(input, StandardCharsets.UTF_8));
      Must.beEqual(address, Address.parse(address.toString()), "the stored form stays");
      byte[] account = address.account().value().getBytes(StandardCharsets.UTF_8);
      Must.hold(account.length <= 255, "an account has at most 255 bytes");
      Must.hold(address.domain().value().length() <= 253, "a domain has at most 253 bytes");
      Must.hold(
          address.toString().codePoints().noneMatch(c -> c < ' ' || c == '/' || c == 0x7f),
          "nothing that a path or a terminal would notice");
      address.account().isSingleScript();
    } catch (InvalidAddressException refused) {
      Must.hold(refused.getMessage().length() <= MESSAGE_MAX, "an error is short");
    }
  }
}
