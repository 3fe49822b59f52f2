package cmtp.simulations.scale;

/** Numbers that look like chance and always are the same (the finalizer of splitmix64). */
final class Mixer {
  private static final double UNIT = 0x1.0p-53;

  private Mixer() {}

  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** In [0,1). */
  static double unit(long mixed) {
    return (mixed >>> 11) * UNIT;
  }
}
