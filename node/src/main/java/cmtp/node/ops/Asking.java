package cmtp.node.ops;

import cmtp.node.ops.AdminException.Code;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
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
    ActorRef<Object> replyTo =
        system.systemActorOf(
            asker(answer, patience), "ask-" + ASKED.incrementAndGet(), Props.empty());
    target.accept(question.apply(replyTo.narrow()));
    return answer;
  }

  private enum NoAnswer {
    INSTANCE
  }

  /** Ends when it has an answer, or when nobody waits for one any more. */
  @SuppressWarnings("unchecked")
  private static <R> Behavior<Object> asker(CompletableFuture<R> answer, Duration patience) {
    return Behaviors.setup(
        context -> {
          context.setReceiveTimeout(patience, NoAnswer.INSTANCE);
          return Behaviors.receiveMessage(
              reply -> {
                if (reply == NoAnswer.INSTANCE) {
                  answer.completeExceptionally(new TimeoutException("no answer in " + patience));
                } else {
                  answer.complete((R) reply);
                }
                return Behaviors.stopped();
              });
        });
  }

  /**
   * The same, waiting: for the admin interface's own threads.
   *
   * @throws AdminException if there is no answer in time
   */
  static <C, R> R answer(
      Consumer<C> target,
      Function<ActorRef<R>, C> question,
      Duration patience,
      ActorSystem<?> system) {
    return await(ask(target, question, patience, system), patience);
  }

  static <T> T await(CompletionStage<T> stage, Duration patience) {
    try {
      return stage.toCompletableFuture().get(2 * patience.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AdminException(Code.BUSY, "the node is stopping");
    } catch (ExecutionException | CompletionException | TimeoutException failed) {
      throw new AdminException(
          Code.BUSY, "the node did not answer in time; its log says why. Try again");
    }
  }
}
