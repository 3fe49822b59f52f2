package cmtp.simulations.load.target;

import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.machine.ProcessUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everybody's CPU time at one moment.
 *
 * @param server the node's processes together
 * @param databaseMillis its database server with all of its processes; empty if there is none
 */
public record Sample(
    long nanos,
    Optional<ProcessUsage> server,
    OptionalLong databaseMillis,
    Optional<ProcessUsage> generator,
    OptionalLong busyMillis) {

  public static Sample take(ProcFiles proc, long serverPid, long nanos) {
    return take(proc, List.of(serverPid), OptionalLong.empty(), nanos);
  }

  public static Sample take(ProcFiles proc, Target target, long nanos) {
    return take(proc, target.pids(), target.databasePid(), nanos);
  }

  private static Sample take(
      ProcFiles proc, List<Long> serverPids, OptionalLong databasePid, long nanos) {
    return new Sample(
        nanos,
        proc.processes(serverPids),
        databasePid.isPresent() ? proc.familyMillis(databasePid.getAsLong()) : databasePid,
        proc.process(ProcessHandle.current().pid()),
        proc.busyMillis());
  }
}
