package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.util.Random;

/** Bytes that a seed stands for, and the same bytes with one bit changed. */
public final class Seeded implements SecureRandomBytes {
  private final Random random;

  public Seeded(long seed) {
    random = new Random(seed);
  }

  @Override
  public Bytes next(int count) {
    byte[] out = new byte[count];
    random.nextBytes(out);
    return Bytes.wrap(out);
  }

  public static SigningKey key(long seed) {
    return SigningKey.generate(new Seeded(seed));
  }

  public static Bytes flipped(Bytes bytes, int bit) {
    byte[] copy = bytes.toArray();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return Bytes.wrap(copy);
  }
}
