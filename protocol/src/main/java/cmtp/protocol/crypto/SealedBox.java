package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.util.Optional;

/**
 * A message part that only one key can read (libsodium {@code crypto_box_seal}, SPEC 1.7, version
 * 1): ephemeral X25519 key, then XSalsa20-Poly1305 with nonce BLAKE2b-192(ephemeral key,
 * recipient's Curve25519 key). 48 bytes longer than its content.
 *
 * <p>It is anonymous: anybody can have sealed it, only {@code X1 sig} proves who did (SPEC 6.3). It
 * hides neither the length nor the recipient, and whoever gets the recipient's key later can read
 * it: no forward secrecy.
 */
public final class SealedBox {
  public static final int OVERHEAD_BYTES = 48;
  public static final int EPHEMERAL_SECRET_BYTES = 32;

  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 24;

  private SealedBox() {}

  public static Bytes seal(Bytes plaintext, VerifyKey recipient) {
    byte[] sealed = new byte[Math.addExact(plaintext.length(), OVERHEAD_BYTES)];
    Sodium.must(
        Sodium.crypto_box_seal(
            sealed, plaintext.unsafeArray(), plaintext.length(), recipient.curve()),
        "crypto_box_seal");
    return Bytes.wrap(sealed);
  }

  /**
   * The same with a given ephemeral secret key, so that bytes repeat: for test vectors and the
   * simulator. Two messages under one ephemeral key to one recipient betray each other.
   *
   * @throws IllegalArgumentException unless the ephemeral secret has 32 bytes
   */
  public static Bytes seal(Bytes plaintext, VerifyKey recipient, Bytes ephemeralSecret) {
    if (ephemeralSecret.length() != EPHEMERAL_SECRET_BYTES) {
      throw new IllegalArgumentException("an ephemeral secret key has 32 bytes");
    }
    byte[] ephemeral = new byte[VerifyKey.BYTES];
    Sodium.must(
        Sodium.crypto_scalarmult_base(ephemeral, ephemeralSecret.unsafeArray()),
        "crypto_scalarmult_base");
    Bytes both = Bytes.concat(Bytes.wrap(ephemeral), Bytes.wrap(recipient.curve()));
    byte[] box = new byte[Math.addExact(plaintext.length(), TAG_BYTES)];
    Sodium.must(
        Sodium.crypto_box_easy(
            box,
            plaintext.unsafeArray(),
            plaintext.length(),
            Hash.blake2b(both.unsafeArray(), NONCE_BYTES),
            recipient.curve(),
            ephemeralSecret.unsafeArray()),
        "crypto_box_easy");
    return Bytes.concat(Bytes.wrap(ephemeral), Bytes.wrap(box));
  }

  /** The content, or empty if this isn't a box for that key or was changed on its way. */
  public static Optional<Bytes> open(Bytes sealed, SigningKey recipient) {
    if (sealed.length() < OVERHEAD_BYTES) {
      return Optional.empty();
    }
    byte[] plaintext = new byte[sealed.length() - OVERHEAD_BYTES];
    int result =
        Sodium.crypto_box_seal_open(
            plaintext,
            sealed.unsafeArray(),
            sealed.length(),
            recipient.publicKey().curve(),
            recipient.curve());
    return result == 0 ? Optional.of(Bytes.wrap(plaintext)) : Optional.empty();
  }
}
