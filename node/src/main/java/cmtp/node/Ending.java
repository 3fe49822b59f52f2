package cmtp.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.Done;
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

  /** For the actors to stop; remoting may wait for its streams for ever. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Duration patience;
  private final AtomicReference<String> reason = new AtomicReference<>("");
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /**
   * @param patience how long the actors may take to stop until this is an end all the same
   */
  Ending(Duration patience) {
    this.patience = patience;
  }

  /** Ends the actor system without handing anything over: somebody else may have it already. */
  void evict(ActorSystem<?> system, String why) {
    reason.set(why);
    endsIn(patience, why);
    ((ActorSystemImpl) system.classicSystem()).abort();
  }

  void watch(ActorSystem<?> system) {
    system.getWhenTerminated().whenComplete((done, failed) -> ended.complete(why(system)));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "end-soon",
            () -> {
              if (isDowned(system)) {
                endsIn(patience, REMOVED);
              }
              return CompletableFuture.completedFuture(Done.done());
            });
  }

  private void endsIn(Duration time, String why) {
    ended.completeOnTimeout(why, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean isDowned(ActorSystem<?> system) {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(CoordinatedShutdown.clusterDowningReason()::equals)
        .isPresent();
  }

  private String why(ActorSystem<?> system) {
    if (!reason.get().isEmpty()) {
      return reason.get();
    }
    return isDowned(system) ? REMOVED : "the actor system has stopped; the log says why";
  }

  /** On any thread. */
  void onEnd(Consumer<String> then) {
    ended.whenComplete((why, failed) -> then.accept(why));
  }
}
