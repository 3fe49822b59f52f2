package cmtp.simulations.resilience;

import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.fault.FaultKind;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.place.NodeProcess;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;

/** {@code kill -9} and a new start; {@code kill -STOP} and {@code kill -CONT}. */
final class ProcessHarm implements Injector {

  @Override
  public void begin(Fault fault, Topology topology, Watch watch)
      throws IOException, InterruptedException {
    NodeProcess node = topology.nodes().get(fault.node());
    if (fault.kind() == FaultKind.KILL) {
      node.kill();
    } else {
      node.signal("STOP");
      FaultRun.pause(fault.forMs());
    }
  }

  @Override
  public void end(Fault fault, Topology topology) throws IOException, InterruptedException {
    NodeProcess node = topology.nodes().get(fault.node());
    if (fault.kind() == FaultKind.KILL) {
      node.launch();
    } else {
      node.signal("CONT");
    }
  }
}
