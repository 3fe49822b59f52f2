package cmtp.node.cluster;

import cmtp.node.cluster.ClusterView.Member;
import java.time.Duration;
import java.util.Set;

/**
 * Whether a process may leave without confusing the others about who hands over to whom.
 *
 * <p>Pekko's singletons, and so the coordinators of the shards, remember a member that is gone for
 * the downing provider's margin. If the next member leaves within it, and the first one has come
 * back at its old address meanwhile, its successor asks that one instead of the one that leaves;
 * there are two coordinators then, and mailboxes that live twice.
 */
final class RestWatch {
  private static final Set<String> STAYING = Set.of("Up", "WeaklyUp", "Joining");

  private final Duration rest;
  private boolean removedAny;
  private long removedAtMs;

  /**
   * @param rest time since the last member was removed
   */
  RestWatch(Duration rest) {
    this.rest = rest;
  }

  void removed(long nowMs) {
    removedAny = true;
    removedAtMs = nowMs;
  }

  /** Nobody is on the way out, or silent, or has just gone; always, if there is nobody else. */
  boolean isAtRest(ClusterView view, long nowMs) {
    if (view.members().size() <= 1) {
      return true;
    }
    return view.members().stream().allMatch(RestWatch::stays)
        && (!removedAny || nowMs - removedAtMs >= rest.toMillis());
  }

  private static boolean stays(Member member) {
    return member.reachable() && STAYING.contains(member.status());
  }
}
