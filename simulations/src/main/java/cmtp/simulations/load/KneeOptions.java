package cmtp.simulations.load;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.load.drive.LoadRun;
import cmtp.simulations.load.plan.KneeSearch;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.result.KneeReport;
import cmtp.simulations.load.result.Measured;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** How far the node can be pushed. */
final class KneeOptions {
  private static final double PRECISION = 0.05;

  @Option(
      names = "--find-knee",
      description =
          "Raise the rate from --rate until the node falls behind, anything fails, or the p99 is"
              + " above --p99-max, and then halve the interval. Each step lasts --seconds.")
  private boolean wanted;

  @Option(
      names = "--p99-max",
      paramLabel = "MS",
      defaultValue = "100",
      description = "Highest p99 in milliseconds; ${DEFAULT-VALUE} unless given.")
  private double p99Max;

  @Option(
      names = "--rate-max",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Highest rate to try; ${DEFAULT-VALUE} unless given.")
  private double rateMax;

  @Option(
      names = "--rate-factor",
      paramLabel = "X",
      defaultValue = "1.5",
      description = "From one rate to the next; ${DEFAULT-VALUE} unless given.")
  private double factor;

  @Option(
      names = "--achieved-min",
      paramLabel = "SHARE",
      defaultValue = "0.95",
      description =
          "A node that answers less than this share of what is due falls behind; ${DEFAULT-VALUE}"
              + " unless given.")
  private double achievedMin;

  @Option(
      names = "--settle",
      paramLabel = "S",
      defaultValue = "2",
      description = "Seconds of each step before it is measured; ${DEFAULT-VALUE} unless given.")
  private long settle;

  boolean isWanted() {
    return wanted;
  }

  void mustMakeSense(LoadPlan plan) {
    if (!wanted) {
      return;
    }
    if (!(plan.pace() instanceof Pace.Open open) || open.isRamp()) {
      throw new IllegalArgumentException("--find-knee starts from a --rate, without --ramp-from");
    }
    if (settle < 0 || settle > 600) {
      throw new IllegalArgumentException("--settle is from 0 to 600, not " + settle);
    }
    aim(open);
  }

  KneeSearch.Aim aim(Pace.Open open) {
    return new KneeSearch.Aim(open.rate(), factor, rateMax, p99Max, achievedMin, PRECISION);
  }

  /** Steps until the knee is known, or too much has failed. */
  KneeSearch search(LoadRun run, LoadPlan plan, LoadProgress progress, Terminal terminal)
      throws InterruptedException {
    Pace.Open open = (Pace.Open) plan.pace();
    KneeSearch search = new KneeSearch(aim(open));
    OptionalDouble next = search.next();
    while (next.isPresent() && !run.isStopped()) {
      KneeSearch.Step step = step(run, plan, open.at(next.getAsDouble()));
      search.add(step);
      progress.end();
      terminal.note(KneeReport.line(step, aim(open)));
      next = search.next();
    }
    return search;
  }

  private KneeSearch.Step step(LoadRun run, LoadPlan plan, Pace.Open pace)
      throws InterruptedException {
    run.warmUp(pace, Duration.ofSeconds(settle));
    String name = String.format("%.0f/s", pace.rate());
    Measured measured = run.measure(pace, OptionalLong.empty(), plan.extent().length(), name);
    return KneeReport.step(pace.rate(), measured);
  }
}
