package cmtp.node.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Asks an entity from outside the actors, where the way to it is a function and no reference. */
final class Asking {
  /** Names of actors under the system's guardian must differ. */
  private static final AtomicLong ASKED = new AtomicLong();

  private Asking() {}

  static <C, R> CompletionStage<R> ask(
      Consumer<C> target,
      Function<ActorRef<R>, C> question,
      Duration patience,
      ActorSystem<?> system) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    ActorRef<R> replyTo =
        system.systemActorOf(
            Behaviors.<R>receiveMessage(
                reply -> {
                  answer.complete(reply);
                  return Behaviors.stopped();
                }),
            "ask-" + ASKED.incrementAndGet(),
            Props.empty());
    target.accept(question.apply(replyTo));
    return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
