package cmtp.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Knows why the actor system has ended, where nobody asked it to: it was taken for dead, or cut off
 * from the majority of the cluster's processes.
 */
final class Ending {
  private static final String REMOVED =
      "it was removed from the cluster: cut off from the majority of the processes, or silent";

  private final AtomicReference<String> reason = new AtomicReference<>("");
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /** Ends the actor system without handing anything over: somebody else may have it already. */
  void evict(ActorSystem<?> system, String why) {
    reason.set(why);
    ((ActorSystemImpl) system.classicSystem()).abort();
  }

  void watch(ActorSystem<?> system) {
    system.getWhenTerminated().whenComplete((done, failed) -> ended.complete(why(system)));
  }

  private String why(ActorSystem<?> system) {
    if (!reason.get().isEmpty()) {
      return reason.get();
    }
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(CoordinatedShutdown.clusterDowningReason()::equals)
        .map(downed -> REMOVED)
        .orElse("the actor system has stopped; the log says why");
  }

  /** On any thread of the actor system. */
  void onEnd(Consumer<String> then) {
    ended.whenComplete((why, failed) -> then.accept(why));
  }
}
