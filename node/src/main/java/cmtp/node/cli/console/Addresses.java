package cmtp.node.cli.console;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;

/** Addresses as people type them. */
public final class Addresses {
  private Addresses() {}

  /**
   * @throws CliFailure if it is not an account's address
   */
  public static Address parse(String text) {
    try {
      Address address = Address.parse(text.strip());
      if (address.account().isServer()) {
        throw new CliFailure(ExitCode.USAGE, "an address has a name before the @");
      }
      return address;
    } catch (InvalidAddressException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage());
    }
  }

  /** The same, a bare name being one of the neighbour's domain. */
  public static Address parse(String text, Address neighbour) {
    return parse(text.contains("@") ? text : text.strip() + "@" + neighbour.domain());
  }
}
