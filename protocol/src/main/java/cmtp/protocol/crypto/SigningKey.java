package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * A private key: signs (Ed25519, {@code crypto_sign_detached}) and opens sealed boxes. Its stored
 * form is libsodium's 64 bytes, seed then public key (SPEC 4.12).
 *
 * <p>It protects neither itself in memory nor what it signs from being taken for something else:
 * sign only what {@link SignedInput} builds or SPEC 1.8 lists.
 */
public final class SigningKey {
  public static final int SECRET_BYTES = 64;
  public static final int SEED_BYTES = 32;

  private final byte[] secret;
  private final byte[] curve = new byte[VerifyKey.BYTES];
  private final VerifyKey publicKey;

  private SigningKey(byte[] secret, VerifyKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
    Sodium.must(
        Sodium.crypto_sign_ed25519_sk_to_curve25519(curve, secret),
        "crypto_sign_ed25519_sk_to_curve25519");
  }

  public static SigningKey generate() {
    return generate(SecureRandomBytes.system());
  }

  public static SigningKey generate(SecureRandomBytes random) {
    return fromSeed(random.next(SEED_BYTES));
  }

  /**
   * The key that a seed stands for: the same each time.
   *
   * @throws IllegalArgumentException unless the seed has 32 bytes
   */
  public static SigningKey fromSeed(Bytes seed) {
    if (seed.length() != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length());
    }
    byte[] publicKey = new byte[VerifyKey.BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    Sodium.must(
        Sodium.crypto_sign_seed_keypair(publicKey, secret, seed.unsafeArray()),
        "crypto_sign_seed_keypair");
    VerifyKey checked =
        VerifyKey.of(Bytes.wrap(publicKey))
            .orElseThrow(() -> new IllegalStateException("a derived key is a weak key"));
    return new SigningKey(secret, checked);
  }

  /** Empty unless these are 64 bytes whose second half is the first half's public key. */
  public static Optional<SigningKey> fromSecret(Bytes secret) {
    if (secret.length() != SECRET_BYTES) {
      return Optional.empty();
    }
    SigningKey derived = fromSeed(secret.slice(0, SEED_BYTES));
    return Arrays.equals(derived.secret, secret.unsafeArray())
        ? Optional.of(derived)
        : Optional.empty();
  }

  /** The signature over exactly {@code message}, 64 bytes. */
  public Bytes sign(byte[] message) {
    byte[] signature = new byte[VerifyKey.SIGNATURE_BYTES];
    Sodium.must(
        Sodium.crypto_sign_detached(signature, null, message, message.length, secret),
        "crypto_sign_detached");
    return Bytes.wrap(signature);
  }

  public Bytes sign(Bytes message) {
    return sign(message.unsafeArray());
  }

  public VerifyKey publicKey() {
    return publicKey;
  }

  /** The 64 bytes to store, readable by their owner only. */
  public Bytes secret() {
    return Bytes.of(secret);
  }

  /** The Curve25519 form; the caller must not write to it. */
  byte[] curve() {
    return curve;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey that && publicKey.equals(that.publicKey);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return "SigningKey(" + publicKey.fingerprint() + ")";
  }
}
