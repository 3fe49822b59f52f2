package cmtp.simulations.load.target;

import java.util.List;
import java.util.OptionalLong;

/**
 * What takes the load.
 *
 * @param processes of one node; connections are spread over all of them
 * @param databasePid the first process of its database server, if that is measured too
 */
public record Target(List<NodeUnderLoad> processes, OptionalLong databasePid) {

  /**
   * @throws IllegalArgumentException if the processes are not of one node
   */
  public Target {
    processes = List.copyOf(processes);
    NodeUnderLoad first = processes.get(0);
    if (processes.stream().anyMatch(one -> !one.serverKey().equals(first.serverKey()))) {
      throw new IllegalArgumentException("these processes are not of one node: their keys differ");
    }
  }

  public static Target of(NodeUnderLoad node) {
    return new Target(List.of(node), OptionalLong.empty());
  }

  /** Any of them will do where there is only one node to talk to. */
  public NodeUnderLoad first() {
    return processes.get(0);
  }

  /** They take turns. */
  public NodeUnderLoad turn(int number) {
    return processes.get(Math.floorMod(number, processes.size()));
  }

  public List<Long> pids() {
    return processes.stream().map(NodeUnderLoad::pid).toList();
  }
}
