package cmtp.node;

import cmtp.node.ops.Health;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where a node is in its life, for those who ask whether it takes mail. */
final class NodeHealth implements Health {
  private static final String STARTING = "starting";
  private static final String STOPPING = "draining";

  private final AtomicReference<Health> now = new AtomicReference<>(() -> Optional.of(STARTING));

  /** It serves: from now on this decides. */
  void serving(Health parts) {
    now.set(parts);
  }

  /** It takes nothing new from now on. */
  void stopping() {
    now.set(() -> Optional.of(STOPPING));
  }

  @Override
  public Optional<String> whyNotReady() {
    return now.get().whyNotReady();
  }
}
