package cmtp.simulations.sim.virtual;

/**
 * A number that depends on everything added to it, in order. Two runs with the same number had,
 * beyond reasonable doubt, the same course; nothing more: it is no cryptographic hash.
 */
public final class TraceHash {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private long value = 0x2545F4914F6CDD1DL;

  public void add(long one) {
    long mixed = (value ^ one) * MULTIPLIER;
    value = mixed ^ mixed >>> 29;
  }

  public void add(long one, long other) {
    add(one);
    add(other);
  }

  public void add(byte[] bytes) {
    long hash = bytes.length;
    for (byte b : bytes) {
      hash = hash * 31 + b;
    }
    add(hash);
  }

  public void add(String text) {
    add(text.length(), text.hashCode());
  }

  @Override
  public String toString() {
    return String.format("%016x", value);
  }
}
