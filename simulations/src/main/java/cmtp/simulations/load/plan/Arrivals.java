package cmtp.simulations.load.plan;

import java.util.SplittableRandom;

/**
 * When requests are due, one after the other, whatever the node does: at a rate that may rise or
 * fall evenly from the beginning to the end. Several of these, one for each thread, share a rate.
 * Not for several threads.
 */
public final class Arrivals {
  /** There is none any more. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final double NANOS = 1e9;

  /** How they are spread. */
  public enum Spacing {
    /** As independent people would ask: waits are exponential. */
    POISSON,
    /** The same time between any two. */
    EVEN
  }

  /**
   * @param from requests a second at the beginning, above 0
   * @param to at the end
   * @param lengthNanos from the beginning to the end
   */
  public record Slope(double from, double to, long lengthNanos) {

    /** How many are due by then, on average. */
    public double due(long nanos) {
      double t = Math.min(nanos, lengthNanos) / NANOS;
      return from * t + (to - from) * t * t / (2 * lengthNanos / NANOS);
    }

    /** The rate at that moment. */
    public double rate(long nanos) {
      return from + (to - from) * Math.min(nanos, lengthNanos) / lengthNanos;
    }

    /** When so many are due: {@link #due} the other way around. */
    long when(double count) {
      double a = (to - from) / (2 * lengthNanos / NANOS);
      double root = from * from + 4 * a * count;
      if (root < 0) {
        return NEVER;
      }
      double nanos = 2 * count / (from + Math.sqrt(root)) * NANOS;
      return nanos < lengthNanos ? (long) nanos : NEVER;
    }
  }

  private final Slope slope;
  private final Spacing spacing;
  private final int parts;
  private final SplittableRandom random;
  private double count;
  private long next;

  /**
   * @param part from 0: which one this is of so many that share the rate
   */
  public Arrivals(Slope slope, Spacing spacing, int part, int parts, SplittableRandom random) {
    this.slope = slope;
    this.spacing = spacing;
    this.parts = parts;
    this.random = random;
    this.count = spacing == Spacing.EVEN ? part + 0.5 - parts : 0;
    advance();
  }

  /** When the next one is due, in nanoseconds from the beginning, or {@link #NEVER}. */
  public long next() {
    return next;
  }

  /** Goes on to the one after it. */
  public void advance() {
    double step = spacing == Spacing.EVEN ? 1 : -Math.log(1 - random.nextDouble());
    count += step * parts;
    next = slope.when(count);
  }
}
