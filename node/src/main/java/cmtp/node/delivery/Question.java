package cmtp.node.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Asks once, passes on the answer, or that none came in time, and ends. */
final class Question {
  private enum TimeOut {
    INSTANCE
  }

  private Question() {}

  /**
   * @param ask tells the question; the answer goes to its argument
   * @param tell gets the answer, on another actor's thread: it only tells
   */
  static <A> Behavior<Object> create(
      Class<A> type, Consumer<ActorRef<A>> ask, Duration patience, Consumer<Optional<A>> tell) {
    return Behaviors.setup(
        context -> {
          context.setReceiveTimeout(patience, TimeOut.INSTANCE);
          ask.accept(context.getSelf().narrow());
          return Behaviors.receiveMessage(
              message -> {
                tell.accept(
                    type.isInstance(message) ? Optional.of(type.cast(message)) : Optional.empty());
                return Behaviors.stopped();
              });
        });
  }
}
