package cmtp.simulations.resilience;

import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.fault.FaultKind;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Kills and stops are done by one, everything else by another. */
record EitherHarm(Injector other, Injector processes) implements Injector {
  private Injector of(Fault fault) {
    boolean process = fault.kind() == FaultKind.KILL || fault.kind() == FaultKind.STOP;
    return process ? processes : other;
  }

  @Override
  public void begin(Fault fault, Topology topology, Watch watch)
      throws IOException, InterruptedException {
    of(fault).begin(fault, topology, watch);
  }

  @Override
  public List<String> problems() {
    return Stream.of(other, processes).flatMap(one -> one.problems().stream()).toList();
  }

  @Override
  public void end(Fault fault, Topology topology) throws IOException, InterruptedException {
    of(fault).end(fault, topology);
  }
}
