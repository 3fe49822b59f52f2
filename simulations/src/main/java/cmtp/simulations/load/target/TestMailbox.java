package cmtp.simulations.load.target;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Optional;

/**
 * A mailbox that takes test mail.
 *
 * @param key what mail for it is sealed to
 * @param owner the key with which its user logs in, where that is known
 */
public record TestMailbox(Address address, VerifyKey key, Optional<SigningKey> owner) {

  /** Nobody can log in to it. */
  public TestMailbox(Address address, VerifyKey key) {
    this(address, key, Optional.empty());
  }

  public static TestMailbox of(Address address, SigningKey owner) {
    return new TestMailbox(address, owner.publicKey(), Optional.of(owner));
  }
}
