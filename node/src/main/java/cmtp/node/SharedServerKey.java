package cmtp.node;

import cmtp.node.keys.ServerKeyStore;
import cmtp.persistence.store.SealedKeyTable;
import cmtp.persistence.store.SealedKeyTable.Slot;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The server's private key in the database of a cluster, sealed under a secret that each process
 * has in a file: who has the database alone, or a backup of it, can't speak for the server. One
 * thread at a time.
 */
final class SharedServerKey implements ServerKeyStore {
  private final SealedKeyTable table;
  private final Password secret;
  private final SecureRandomBytes random;
  private final Optional<SigningKey> inherited;

  /** So that what was read again and is the same need not be unsealed again: that takes a while. */
  private final Map<Slot, Unsealed> known = new HashMap<>();

  private record Unsealed(Bytes sealed, SigningKey key) {}

  /**
   * @param inherited the key of the time before the cluster, taken over if the database has none
   */
  SharedServerKey(
      SealedKeyTable table,
      Password secret,
      SecureRandomBytes random,
      Optional<SigningKey> inherited) {
    this.table = table;
    this.secret = secret;
    this.random = random;
    this.inherited = inherited;
  }

  @Override
  public Optional<SigningKey> read() throws IOException {
    return read(Slot.CURRENT);
  }

  @Override
  public SigningKey readOrCreate(SecureRandomBytes keys) throws IOException {
    Optional<SigningKey> found = read();
    return found.isPresent()
        ? found.get()
        : add(Slot.CURRENT, inherited.orElseGet(() -> SigningKey.generate(keys)));
  }

  @Override
  public Optional<SigningKey> readNext() throws IOException {
    return read(Slot.NEXT);
  }

  @Override
  public SigningKey createNext(SecureRandomBytes keys) throws IOException {
    return add(Slot.NEXT, SigningKey.generate(keys));
  }

  @Override
  public void promote(SigningKey next) throws IOException {
    table.promote(Xzibit.seal(next, secret, random));
  }

  /** It stays: another process may have begun to tell it, and the next replacement will use it. */
  @Override
  public void dropNext() {}

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public String place() {
    return "the database";
  }

  private Optional<SigningKey> read(Slot slot) throws IOException {
    Optional<Bytes> sealed = table.read(slot);
    return sealed.isPresent() ? Optional.of(unseal(slot, sealed.get())) : Optional.empty();
  }

  private SigningKey add(Slot slot, SigningKey key) throws IOException {
    return unseal(slot, table.add(slot, Xzibit.seal(key, secret, random)));
  }

  private SigningKey unseal(Slot slot, Bytes sealed) throws IOException {
    Unsealed before = known.get(slot);
    if (before != null && before.sealed().equals(sealed)) {
      return before.key();
    }
    SigningKey key =
        Xzibit.open(sealed, secret)
            .orElseThrow(
                () ->
                    new IOException(
                        "the server key in the database does not open with the secret in"
                            + " cmtp.cluster.secret-file: is it the same file on every machine?"));
    known.put(slot, new Unsealed(sealed, key));
    return key;
  }
}
