package cmtp.simulations.load;

import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.machine.ProcessUsage;
import java.util.Optional;
import java.util.OptionalLong;

/** Everybody's CPU time at one moment. */
record Sample(
    long nanos,
    Optional<ProcessUsage> server,
    Optional<ProcessUsage> generator,
    OptionalLong busyMillis) {

  static Sample take(ProcFiles proc, long serverPid, long nanos) {
    return new Sample(
        nanos,
        proc.process(serverPid),
        proc.process(ProcessHandle.current().pid()),
        proc.busyMillis());
  }
}
