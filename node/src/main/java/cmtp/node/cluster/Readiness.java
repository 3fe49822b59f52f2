package cmtp.node.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether this process should be given connections, and if not, why: one object for the process,
 * which its parts tell what they know and anybody may ask from any thread.
 */
public final class Readiness {
  private record State(boolean serving, boolean draining, String database, ClusterView view) {}

  private final AtomicReference<State> state =
      new AtomicReference<>(new State(false, false, "", ClusterView.NOTHING));

  /** The door is open. */
  public void serving() {
    state.updateAndGet(now -> new State(true, now.draining(), now.database(), now.view()));
  }

  /** No further connections are accepted; there is no way back. */
  public void draining() {
    state.updateAndGet(now -> new State(now.serving(), true, now.database(), now.view()));
  }

  public void databaseReached() {
    state.updateAndGet(now -> new State(now.serving(), now.draining(), "", now.view()));
  }

  /**
   * @param why in words
   */
  public void databaseUnreachable(String why) {
    String text = "the database is unreachable: " + why;
    state.updateAndGet(now -> new State(now.serving(), now.draining(), text, now.view()));
  }

  void saw(ClusterView view) {
    state.updateAndGet(now -> new State(now.serving(), now.draining(), now.database(), view));
  }

  public boolean isReady() {
    return reasons().isEmpty();
  }

  public boolean isDraining() {
    return state.get().draining();
  }

  public boolean isDatabaseReachable() {
    return state.get().database().isEmpty();
  }

  public ClusterView view() {
    return state.get().view();
  }

  /** Why no connections should come here, in words; empty if the process is ready. */
  public List<String> reasons() {
    State now = state.get();
    List<String> reasons = new ArrayList<>();
    if (!now.view().up()) {
      reasons.add("not a member of the cluster: " + status(now.view()));
    } else if (!now.view().quorum()) {
      reasons.add(
          now.view().unreachable()
              + " of the cluster's "
              + now.view().members().size()
              + " processes are unreachable");
    }
    if (!now.serving()) {
      reasons.add("still starting");
    }
    if (now.draining()) {
      reasons.add("draining: no further connections are accepted");
    }
    if (!now.database().isEmpty()) {
      reasons.add(now.database());
    }
    return List.copyOf(reasons);
  }

  private static String status(ClusterView view) {
    return view.status().isEmpty() ? "not yet joined" : view.status();
  }
}
