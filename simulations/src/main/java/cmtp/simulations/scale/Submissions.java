package cmtp.simulations.scale;

import java.util.SplittableRandom;

/** What is submitted: the times, and for which domains. */
interface Submissions {
  /** When the next one comes; {@link Integer#MAX_VALUE} if none does. */
  int nextMs();

  /** Takes it: which domain it is for. */
  int takeDomain();

  /** Poisson arrivals at a rate that changes with the hour, to domains by their popularity. */
  final class ByChance implements Submissions {
    private static final int HOUR_MS = 3_600_000;
    private static final int DAY_HOURS = 24;

    private final SplittableRandom random;
    private final Weighted popularity;
    private final double[] perMs = new double[DAY_HOURS];
    private double nextMs;

    ByChance(Scenario.Traffic traffic, int domains, SplittableRandom random) {
      this.random = random;
      this.popularity = Weighted.zipf(domains, traffic.exponent());
      double sum = traffic.dailyCurve().stream().mapToDouble(Double::doubleValue).sum();
      for (int hour = 0; hour < DAY_HOURS; hour++) {
        perMs[hour] = traffic.messagesPerDay() * traffic.dailyCurve().get(hour) / sum / HOUR_MS;
      }
      draw();
    }

    /** Where the rate changes the wait begins anew, which changes nothing: it has no memory. */
    private void draw() {
      while (nextMs <= EventWheel.TIME_MAX_MS) {
        int hour = (int) (nextMs / HOUR_MS);
        double rate = perMs[hour % DAY_HOURS];
        double wait = rate > 0 ? -Math.log(1 - random.nextDouble()) / rate : HOUR_MS;
        if (nextMs + wait < (hour + 1.0) * HOUR_MS) {
          nextMs += wait;
          return;
        }
        nextMs = (hour + 1.0) * HOUR_MS;
      }
    }

    @Override
    public int nextMs() {
      return (int) Math.min(nextMs, Integer.MAX_VALUE);
    }

    @Override
    public int takeDomain() {
      int domain = popularity.draw(random);
      draw();
      return domain;
    }
  }
}
