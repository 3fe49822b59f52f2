package cmtp.simulations.resilience;

import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;

/** Does one kind of harm, or several. */
interface Injector {

  /** Returns when nothing but {@link #end} keeps the nodes from working. */
  void begin(Fault fault, Topology topology, Watch watch) throws IOException, InterruptedException;

  /** Lets them work again, and does not wait for it. */
  void end(Fault fault, Topology topology) throws IOException, InterruptedException;
}
