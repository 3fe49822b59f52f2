package cmtp.simulations.load.target;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import java.util.ArrayList;
import java.util.List;

/** Test mailboxes with known private keys. */
public final class Mailboxes {
  public static final Bytes RUN = Bytes.hex("0123456789abcdef");

  private Mailboxes() {}

  public static SigningKey key(int index) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    seed[0] = (byte) index;
    return SigningKey.fromSeed(Bytes.wrap(seed));
  }

  public static List<TestMailbox> of(int count) {
    List<TestMailbox> mailboxes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Address address = Address.of(String.format("load-%04d", i + 1), "example.org");
      mailboxes.add(TestMailbox.of(address, key(i)));
    }
    return mailboxes;
  }
}
