package cmtp.simulations.load;

import cmtp.simulations.load.plan.AddressRange;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.LoadPlan.Language;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Over what it is asked. */
final class WireOptions {
  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "Connections at once; ${DEFAULT-VALUE} unless given.")
  private int connections;

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      defaultValue = "1",
      description = "Requests under way at once on a connection; ${DEFAULT-VALUE} unless given.")
  private int pipeline;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that serve them; ${DEFAULT-VALUE} unless given.")
  private int threads;

  @Option(names = "--x1", description = "Ask for receipts: every success is signed by itself.")
  private boolean receipts;

  @Option(names = "--secure", description = "Inside secure channels, with receipts.")
  private boolean secure;

  @Option(
      names = "--from-addresses",
      paramLabel = "RANGES",
      description =
          "Connect from these addresses of this machine in turn, e.g. 127.0.0.2-127.0.0.20.")
  private String sources;

  @Option(
      names = "--patience",
      paramLabel = "S",
      defaultValue = "60",
      description = "Longest wait for a reply; ${DEFAULT-VALUE} unless given.")
  private long patience;

  LoadPlan.Wire wire(LoadPlan.Traffic traffic) {
    return new LoadPlan.Wire(
        connections,
        threads,
        pipeline,
        language(traffic),
        sources == null ? List.of() : AddressRange.parse(sources),
        Duration.ofSeconds(patience));
  }

  private Language language(LoadPlan.Traffic traffic) {
    if (traffic.needsSessions()) {
      return Language.SESSION;
    }
    return secure ? Language.SECURE : receipts ? Language.RECEIPTS : Language.BARE;
  }
}
