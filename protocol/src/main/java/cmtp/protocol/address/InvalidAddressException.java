package cmtp.protocol.address;

/** Says for people what is wrong with an account name, a domain or an address. */
public final class InvalidAddressException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidAddressException(String message) {
    super(message);
  }
}
