package cmtp.node.cluster;

import java.util.List;

/**
 * What this process sees of its cluster.
 *
 * @param self own address, as {@code host:port}; empty before it is known
 * @param status own state in the cluster, as Pekko names it; empty before the first
 * @param members sorted by address, this process included
 * @param leader the leader's address; empty if none is known
 */
public record ClusterView(String self, String status, List<Member> members, String leader) {
  static final ClusterView NOTHING = new ClusterView("", "", List.of(), "");

  /** One process of the cluster. */
  public record Member(String address, String status, boolean reachable) {}

  public ClusterView {
    members = List.copyOf(members);
  }

  /** A process that is about to join serves nobody yet. */
  public boolean up() {
    return status.equals("Up");
  }

  public long unreachable() {
    return members.stream().filter(member -> !member.reachable()).count();
  }

  /** Whether this process and those that it reaches are more than half of all. */
  public boolean quorum() {
    return 2 * unreachable() < members.size();
  }
}
