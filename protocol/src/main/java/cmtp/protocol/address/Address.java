package cmtp.protocol.address;

/** {@code account@domain}; the server's own address has the empty account. */
public record Address(AccountName account, DomainName domain) {

  /**
   * Splits at the last {@code @} and brings both parts into their stored form.
   *
   * @throws InvalidAddressException if either part is not valid; its message is for people
   */
  public static Address parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      throw new InvalidAddressException(
          "an address has the form name@domain: " + Printable.of(text));
    }
    return new Address(
        AccountName.parse(text.substring(0, at)), DomainName.parse(text.substring(at + 1)));
  }

  public static Address of(String account, String domain) {
    return new Address(AccountName.parse(account), DomainName.parse(domain));
  }

  @Override
  public String toString() {
    return account + "@" + domain;
  }
}
