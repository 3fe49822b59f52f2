package cmtp.simulations.sim.virtual;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance from a seed. Each part of a simulation has its own, made of the seed and the part's name:
 * what one part draws changes nothing for the others.
 */
public final class SeededRandom implements SecureRandomBytes {
  private static final long MULTIPLIER = 0xBF58476D1CE4E5B9L;

  private final long seed;
  private final SplittableRandom random;

  public SeededRandom(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** The chance of a part. */
  public SeededRandom part(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * MULTIPLIER;
      mixed ^= mixed >>> 31;
    }
    return new SeededRandom(mixed);
  }

  @Override
  public Bytes next(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  public long nextLong() {
    return random.nextLong();
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public long below(long bound) {
    return random.nextLong(bound);
  }

  /** In [0,1). */
  public double unit() {
    return random.nextDouble();
  }

  public boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** Exponentially distributed. */
  public double exponential(double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  /** Near the median most often, seldom far above it. */
  public double logNormal(double median, double sigma) {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return median * Math.exp(sigma * (sum - 6));
  }

  public <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A number that depends on the seed and on {@code name} alone. */
  public static long seed(long seed, String name) {
    return ByteBuffer.wrap(new SeededRandom(seed).part(name).next(Long.BYTES).toArray()).getLong();
  }
}
