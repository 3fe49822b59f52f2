package cmtp.node.ops;

import java.util.Optional;

/** Whether this process takes mail now. Asked by many, so answered at once. */
@FunctionalInterface
public interface Health {
  /** Why it does not, in a few words for people; empty if it does. */
  Optional<String> whyNotReady();
}
