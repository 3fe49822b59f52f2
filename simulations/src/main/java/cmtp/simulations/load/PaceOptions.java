package cmtp.simulations.load;

import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.load.plan.Arrivals.Spacing;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.Pace;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** When it is asked, and how long. */
final class PaceOptions {
  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Open loop: so many requests a second, whatever the node does.")
  private Double rate;

  @Option(
      names = "--ramp-from",
      paramLabel = "N",
      description = "Begin at this rate, and change evenly to --rate while measuring.")
  private Double rampFrom;

  @Option(
      names = "--even",
      description =
          "The same time between any two requests; otherwise they come as independent people's do"
              + " (Poisson).")
  private boolean even;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "Due requests that may wait for a connection; more are given up. ${DEFAULT-VALUE} unless"
              + " given.")
  private int backlog;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long to measure; ${DEFAULT-VALUE} unless given.")
  private long seconds;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Instead, in a closed loop: how many requests to send after the warm-up.")
  private Long count;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "5",
      description = "Seconds of load before measuring; ${DEFAULT-VALUE} unless given.")
  private long warmUp;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of times, commands and sizes: the same seed draws the same ones.")
  private Long seed;

  Pace pace() {
    if (rate == null) {
      if (rampFrom != null || even) {
        throw new IllegalArgumentException("--ramp-from and --even need a --rate");
      }
      return Pace.Closed.INSTANCE;
    }
    double from = rampFrom == null ? rate : rampFrom;
    return new Pace.Open(from, rate, even ? Spacing.EVEN : Spacing.POISSON, backlog);
  }

  LoadPlan.Extent extent() {
    return new LoadPlan.Extent(
        count == null ? OptionalLong.empty() : OptionalLong.of(count),
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp));
  }

  long seed(SecureRandomBytes random) {
    return seed == null
        ? random.next(Integer.BYTES).asByteBuffer().getInt() & Integer.MAX_VALUE
        : seed;
  }
}
