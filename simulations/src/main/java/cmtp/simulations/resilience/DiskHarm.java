package cmtp.simulations.resilience;

import cmtp.simulations.resilience.disk.SmallDisk;
import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.mail.Watch;
import cmtp.simulations.resilience.place.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** No room on the file system. */
final class DiskHarm implements Injector {
  private static final long FULL_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_MS = 50;

  private final SmallDisk disk;
  private final List<String> problems = new ArrayList<>();

  DiskHarm(SmallDisk disk) {
    this.disk = disk;
  }

  @Override
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** At least as long as planned, and until a node has refused something. */
  @Override
  public void begin(Fault fault, Topology topology, Watch watch)
      throws IOException, InterruptedException {
    long refusalsBefore = watch.countRefusals() + watch.countAgain();
    long beganNanos = Bench.nanos();
    long leastNanos = TimeUnit.MILLISECONDS.toNanos(fault.forMs());
    boolean noticed = false;
    while (Bench.nanos() - beganNanos < (noticed ? leastNanos : FULL_NANOS_MAX)) {
      disk.fill();
      noticed = watch.countRefusals() + watch.countAgain() > refusalsBefore;
      FaultRun.pause(LOOK_MS);
    }
    if (!noticed) {
      problems.add("fault " + fault.number() + ": no mail was put off although no room was left");
    }
  }

  @Override
  public void end(Fault fault, Topology topology) throws IOException {
    disk.free();
  }
}
