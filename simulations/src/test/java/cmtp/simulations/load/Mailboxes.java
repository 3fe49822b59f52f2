package cmtp.simulations.load;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import java.util.ArrayList;
import java.util.List;

/** Test mailboxes with known private keys. */
final class Mailboxes {
  static final Bytes RUN = Bytes.hex("0123456789abcdef");

  private Mailboxes() {}

  static SigningKey key(int index) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    seed[0] = (byte) index;
    return SigningKey.fromSeed(Bytes.wrap(seed));
  }

  static List<TestMailbox> of(int count) {
    List<TestMailbox> mailboxes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Address address = Address.of(String.format("load-%04d", i + 1), "example.org");
      mailboxes.add(new TestMailbox(address, key(i).publicKey()));
    }
    return mailboxes;
  }
}
