package cmtp.simulations.resilience;

import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;
import java.util.List;

/** Does one kind of harm, or several. */
interface Injector {

  /** Returns when nothing but {@link #end} keeps the nodes from working. */
  void begin(Fault fault, Topology topology, Watch watch) throws IOException, InterruptedException;

  /** What did not happen as it should have, for people. */
  default List<String> problems() {
    return List.of();
  }

  /** Lets them work again, and does not wait for it. */
  void end(Fault fault, Topology topology) throws IOException, InterruptedException;
}
