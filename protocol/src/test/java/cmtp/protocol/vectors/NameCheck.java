package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;

/** Brings names into their stored form. */
final class NameCheck {
  private static final String REFUSED = "refused:name";

  private NameCheck() {}

  static String account(Vector vector) {
    try {
      AccountName name = AccountName.parse(vector.input().utf8());
      assertEquals(vector.bytes("stored"), Bytes.utf8(name.value()));
      assertEquals(vector.get("one-script").equals("yes"), name.isSingleScript());
      return Vector.OK;
    } catch (InvalidAddressException invalid) {
      return REFUSED;
    }
  }

  static String domain(Vector vector) {
    try {
      DomainName name = DomainName.parse(vector.input().utf8());
      assertEquals(vector.bytes("stored"), Bytes.utf8(name.value()));
      return Vector.OK;
    } catch (InvalidAddressException invalid) {
      return REFUSED;
    }
  }
}
