package cmtp.simulations.resilience;

import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.place.Federation;
import cmtp.simulations.resilience.place.Namespaces;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;
import java.util.Random;

/** A federation whose nodes don't reach each other, or not always, or not by name. */
final class NetworkHarm implements Injector {
  private static final int LOSS_PERCENT_MIN = 10;
  private static final int LOSS_PERCENT_MAX = 60;
  private static final int[] DNS_LATE_MS = {500, 3000, 20_000};

  private final Federation federation;

  NetworkHarm(Federation federation) {
    this.federation = federation;
  }

  private Namespaces networks() {
    return federation.networks().orElseThrow(() -> new IllegalStateException("no networks"));
  }

  @Override
  public void begin(Fault fault, Topology topology, Watch watch)
      throws IOException, InterruptedException {
    Random random = new Random(fault.seed());
    switch (fault.kind()) {
      case PARTITION -> networks().isolate(fault.node());
      case LOSS ->
          networks()
              .lose(
                  fault.node(),
                  LOSS_PERCENT_MIN + random.nextInt(LOSS_PERCENT_MAX - LOSS_PERCENT_MIN));
      case SLOW_DNS -> federation.delayDns(DNS_LATE_MS[random.nextInt(DNS_LATE_MS.length)]);
      default -> throw new IllegalStateException("not of the network: " + fault.text());
    }
    FaultRun.pause(fault.forMs());
  }

  @Override
  public void end(Fault fault, Topology topology) throws IOException, InterruptedException {
    federation.delayDns(0);
    if (federation.networks().isPresent()) {
      networks().heal();
    }
  }
}
