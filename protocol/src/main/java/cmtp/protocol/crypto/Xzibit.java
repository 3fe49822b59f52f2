package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A user's key pair, sealed under their password, so that the server can keep it and hand it out at
 * LOGIN (SPEC 4.10 to 4.12). 156 bytes in both versions:
 *
 * <pre>
 *   1: u32 1, salt[32], u64 112, ciphertext[112]    scryptsalsa208sha256, ChaCha20-Poly1305
 *   2: u32 2, salt[16], nonce[24], ciphertext[112]  Argon2id, XChaCha20-Poly1305
 *   plaintext of both: public key[32], secret key[64]
 * </pre>
 *
 * <p>Whoever has these bytes can guess passwords as fast as they can pay for: a weak password is a
 * weak key. Version 1 is only written for programs of 2017.
 */
public final class Xzibit {
  public static final int SALT_V1_BYTES = 32;
  public static final int SALT_V2_BYTES = 16;
  public static final int NONCE_V2_BYTES = 24;

  private static final int KEY_BYTES = 32;
  private static final int PLAIN_BYTES = VerifyKey.BYTES + SigningKey.SECRET_BYTES;
  private static final int CIPHERTEXT_BYTES = PLAIN_BYTES + 16;
  private static final int CIPHERTEXT_AT = Limits.XZIBIT_BYTES - CIPHERTEXT_BYTES;
  private static final int LENGTH_V1_AT = 36;
  private static final int NONCE_V1_BYTES = 8;

  private static final long SCRYPT_OPERATIONS = 524_288;
  private static final long SCRYPT_MEMORY_BYTES = 16_777_216;
  private static final long ARGON_PASSES = 3;
  private static final long ARGON_MEMORY_BYTES = 268_435_456;
  private static final int ARGON2ID13 = 2;

  private Xzibit() {}

  /**
   * Whether these bytes have the form of a version 1 or 2: all that a server can check, and what it
   * must check before it signs them (SPEC 4.12).
   */
  public static boolean isWellFormed(Bytes xzibit) {
    return version(xzibit) != 0;
  }

  /** 1 or 2; 0 for malformed bytes. */
  public static int version(Bytes xzibit) {
    if (xzibit.length() != Limits.XZIBIT_BYTES) {
      return 0;
    }
    ByteBuffer fields = xzibit.asByteBuffer();
    return switch (fields.getInt(0)) {
      case 1 -> fields.getLong(LENGTH_V1_AT) == CIPHERTEXT_BYTES ? 1 : 0;
      case 2 -> 2;
      default -> 0;
    };
  }

  /** Version 2, what we write. Takes about half a second and 256 MiB outside the heap. */
  public static Bytes seal(SigningKey key, Password password, SecureRandomBytes random) {
    return sealV2(key, password, random.next(SALT_V2_BYTES), random.next(NONCE_V2_BYTES));
  }

  /**
   * Version 1, for programs that know no other.
   *
   * @param salt 32 random bytes, never used before
   */
  public static Bytes sealV1(SigningKey key, Password password, Bytes salt) {
    mustHave(salt, SALT_V1_BYTES);
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    byte[] plain = plain(key);
    Sodium.must(
        Sodium.crypto_aead_chacha20poly1305_encrypt(
            ciphertext,
            null,
            plain,
            plain.length,
            null,
            0,
            null,
            nonceV1(salt),
            scrypt(password, salt)),
        "crypto_aead_chacha20poly1305_encrypt");
    return Bytes.wrap(
        ByteBuffer.allocate(Limits.XZIBIT_BYTES)
            .putInt(1)
            .put(salt.unsafeArray())
            .putLong(CIPHERTEXT_BYTES)
            .put(ciphertext)
            .array());
  }

  /**
   * Version 2 with given randomness, for test vectors and the simulator.
   *
   * @param salt 16 random bytes
   * @param nonce 24 random bytes, never used before with this salt and password
   */
  public static Bytes sealV2(SigningKey key, Password password, Bytes salt, Bytes nonce) {
    mustHave(salt, SALT_V2_BYTES);
    mustHave(nonce, NONCE_V2_BYTES);
    byte[] ciphertext = new byte[CIPHERTEXT_BYTES];
    byte[] plain = plain(key);
    Sodium.must(
        Sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            ciphertext,
            null,
            plain,
            plain.length,
            null,
            0,
            null,
            nonce.unsafeArray(),
            argon2id(password, salt)),
        "crypto_aead_xchacha20poly1305_ietf_encrypt");
    return Bytes.wrap(
        ByteBuffer.allocate(Limits.XZIBIT_BYTES)
            .putInt(2)
            .put(salt.unsafeArray())
            .put(nonce.unsafeArray())
            .put(ciphertext)
            .array());
  }

  /**
   * The key inside; empty for a wrong password, malformed bytes, or a public and a secret key that
   * don't belong together.
   */
  public static Optional<SigningKey> open(Bytes xzibit, Password password) {
    Optional<Bytes> plain =
        switch (version(xzibit)) {
          case 1 -> openV1(xzibit, password);
          case 2 -> openV2(xzibit, password);
          default -> Optional.empty();
        };
    return plain.flatMap(Xzibit::keyIn);
  }

  private static Optional<Bytes> openV1(Bytes xzibit, Password password) {
    Bytes salt = xzibit.slice(4, 4 + SALT_V1_BYTES);
    byte[] plain = new byte[PLAIN_BYTES];
    int result =
        Sodium.crypto_aead_chacha20poly1305_decrypt(
            plain,
            null,
            null,
            ciphertext(xzibit),
            CIPHERTEXT_BYTES,
            null,
            0,
            nonceV1(salt),
            scrypt(password, salt));
    return result == 0 ? Optional.of(Bytes.wrap(plain)) : Optional.empty();
  }

  private static Optional<Bytes> openV2(Bytes xzibit, Password password) {
    int nonceAt = 4 + SALT_V2_BYTES;
    byte[] plain = new byte[PLAIN_BYTES];
    int result =
        Sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain,
            null,
            null,
            ciphertext(xzibit),
            CIPHERTEXT_BYTES,
            null,
            0,
            xzibit.slice(nonceAt, nonceAt + NONCE_V2_BYTES).unsafeArray(),
            argon2id(password, xzibit.slice(4, nonceAt)));
    return result == 0 ? Optional.of(Bytes.wrap(plain)) : Optional.empty();
  }

  private static Optional<SigningKey> keyIn(Bytes plain) {
    Bytes publicKey = plain.slice(0, VerifyKey.BYTES);
    return SigningKey.fromSecret(plain.slice(VerifyKey.BYTES, PLAIN_BYTES))
        .filter(key -> key.publicKey().bytes().equals(publicKey));
  }

  private static byte[] plain(SigningKey key) {
    return Bytes.concat(key.publicKey().bytes(), key.secret()).unsafeArray();
  }

  private static byte[] ciphertext(Bytes xzibit) {
    return xzibit.slice(CIPHERTEXT_AT, Limits.XZIBIT_BYTES).unsafeArray();
  }

  private static byte[] nonceV1(Bytes salt) {
    return salt.slice(0, NONCE_V1_BYTES).unsafeArray();
  }

  private static byte[] scrypt(Password password, Bytes salt) {
    byte[] key = new byte[KEY_BYTES];
    Sodium.must(
        Sodium.crypto_pwhash_scryptsalsa208sha256(
            key,
            KEY_BYTES,
            password.utf8(),
            password.utf8().length,
            salt.unsafeArray(),
            SCRYPT_OPERATIONS,
            SCRYPT_MEMORY_BYTES),
        "crypto_pwhash_scryptsalsa208sha256");
    return key;
  }

  private static byte[] argon2id(Password password, Bytes salt) {
    byte[] key = new byte[KEY_BYTES];
    Sodium.must(
        Sodium.crypto_pwhash(
            key,
            KEY_BYTES,
            password.utf8(),
            password.utf8().length,
            salt.unsafeArray(),
            ARGON_PASSES,
            ARGON_MEMORY_BYTES,
            ARGON2ID13),
        "crypto_pwhash (is there 256 MiB of free memory?)");
    return key;
  }

  private static void mustHave(Bytes random, int length) {
    if (random.length() != length) {
      throw new IllegalArgumentException("needs " + length + " bytes, not " + random.length());
    }
  }
}
