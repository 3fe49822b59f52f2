package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;

/**
 * Where keys, nonces and salts come from. Real programs use {@link #system()}; a simulator passes a
 * seeded one and gets the same bytes again in each run.
 */
@FunctionalInterface
public interface SecureRandomBytes {
  /** As many unpredictable bytes as asked for. */
  Bytes next(int count);

  /** The operating system's generator, by way of libsodium. Safe for all threads. */
  static SecureRandomBytes system() {
    return SystemRandom.INSTANCE;
  }

  /** A class without state, but one that loads the library. */
  enum SystemRandom implements SecureRandomBytes {
    INSTANCE;

    @Override
    public Bytes next(int count) {
      byte[] out = new byte[count];
      Sodium.randombytes_buf(out, count);
      return Bytes.wrap(out);
    }
  }
}
