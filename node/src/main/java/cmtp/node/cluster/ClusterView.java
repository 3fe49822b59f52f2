package cmtp.node.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
  public record Member(String address, String status, boolean reachable) {
    private String describe() {
      return address + " is " + status + (reachable ? "" : ", and unreachable");
    }
  }

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

  /** What has become of the other processes since then, a line for each that changed. */
  List<String> changesSince(ClusterView before) {
    Map<String, Member> known = before.others();
    Map<String, Member> now = others();
    List<String> changes = new ArrayList<>();
    for (Member member : members) {
      if (now.containsKey(member.address()) && !member.equals(known.get(member.address()))) {
        changes.add(member.describe());
      }
    }
    for (Member member : before.members) {
      if (known.containsKey(member.address()) && !now.containsKey(member.address())) {
        changes.add(member.address() + " is no member any more");
      }
    }
    return changes;
  }

  private Map<String, Member> others() {
    return members.stream()
        .filter(member -> !member.address().equals(self))
        .collect(Collectors.toMap(Member::address, Function.identity()));
  }
}
