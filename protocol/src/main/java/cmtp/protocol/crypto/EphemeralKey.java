package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.util.Optional;

/**
 * One side's key for one secure channel (X25519 for {@code crypto_kx}, SPEC 7.4): made, used once,
 * forgotten, so that a recording can't be opened by a key stolen later.
 *
 * <p>It proves nobody's identity: the server's signature over the SECURE reply does.
 */
public final class EphemeralKey {
  public static final int BYTES = 32;

  private final byte[] publicKey = new byte[BYTES];
  private final byte[] secretKey = new byte[BYTES];

  private EphemeralKey(byte[] seed) {
    Sodium.must(
        Sodium.crypto_kx_seed_keypair(publicKey, secretKey, seed), "crypto_kx_seed_keypair");
  }

  public static EphemeralKey generate(SecureRandomBytes random) {
    return new EphemeralKey(random.next(BYTES).unsafeArray());
  }

  /** The parameter of SECURE, or the payload of its reply. */
  public Bytes publicKey() {
    return Bytes.of(publicKey);
  }

  /** The channel as the client sees it; empty if the server's key is malformed or weak. */
  public Optional<SecureChannel> asClient(Bytes serverKey) {
    if (serverKey.length() != BYTES) {
      return Optional.empty();
    }
    byte[] rx = new byte[SecureChannel.KEY_BYTES];
    byte[] tx = new byte[SecureChannel.KEY_BYTES];
    int result =
        Sodium.crypto_kx_client_session_keys(rx, tx, publicKey, secretKey, serverKey.unsafeArray());
    return result == 0 ? Optional.of(new SecureChannel(rx, tx)) : Optional.empty();
  }

  /** The channel as the server sees it; empty if the client's key is malformed or weak. */
  public Optional<SecureChannel> asServer(Bytes clientKey) {
    if (clientKey.length() != BYTES) {
      return Optional.empty();
    }
    byte[] rx = new byte[SecureChannel.KEY_BYTES];
    byte[] tx = new byte[SecureChannel.KEY_BYTES];
    int result =
        Sodium.crypto_kx_server_session_keys(rx, tx, publicKey, secretKey, clientKey.unsafeArray());
    return result == 0 ? Optional.of(new SecureChannel(rx, tx)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "EphemeralKey(" + Hash.of(publicKey).slice(0, 4).hex() + ")";
  }
}
