package cmtp.node.session;

import cmtp.protocol.Bytes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The one question that a session may have under way, to a mailbox, a queue, or whomever else. Its
 * answer ends it, or the end of the patience.
 */
final class Questions {
  private final ActorContext<Session.Command> context;
  private final TimerScheduler<Session.Command> timers;
  private final Map<Class<?>, ActorRef<?>> replies = new HashMap<>();
  private Question<?> current;

  private record Question<R>(Class<R> type, Consumer<R> then, Runnable trouble) {
    void answer(Object answer) {
      then.accept(type.cast(answer));
    }
  }

  Questions(ActorContext<Session.Command> context, TimerScheduler<Session.Command> timers) {
    this.context = context;
    this.timers = timers;
  }

  /** Where answers of this type are to be sent. */
  @SuppressWarnings("unchecked")
  <R> ActorRef<R> repliesOf(Class<R> type) {
    return (ActorRef<R>)
        replies.computeIfAbsent(
            type, t -> context.messageAdapter(type, answer -> new Session.Answered(answer)));
  }

  /**
   * @param trouble runs if no answer comes in time
   */
  <R> void ask(
      Class<R> type,
      Consumer<ActorRef<R>> question,
      Consumer<R> then,
      Runnable trouble,
      Duration patience) {
    begin(type, then, trouble, patience);
    question.accept(repliesOf(type));
  }

  /** The answer to a question that may have been asked more than once. */
  private record Heard(Object answer, boolean again) {}

  /**
   * The same for a question that changes nothing, or nothing more when it comes again: it is asked
   * again while there is no answer.
   *
   * @param question makes what asks, given where the answer goes
   */
  <R> void askAgain(
      Class<R> type,
      Function<ActorRef<R>, Runnable> question,
      RepeatedQuestion.Answered<R> then,
      Runnable trouble,
      Duration patience) {
    begin(
        Heard.class,
        heard -> then.with(type.cast(heard.answer()), heard.again()),
        trouble,
        patience);
    ActorRef<Session.Command> self = context.getSelf();
    ActorRef<Object> asking =
        context.spawnAnonymous(
            RepeatedQuestion.create(
                type,
                (answer, again) -> self.tell(new Session.Answered(new Heard(answer, again))),
                patience));
    asking.tell(new RepeatedQuestion.Ask(question.apply(asking.narrow())));
  }

  void read(
      CompletionStage<Bytes> content, Consumer<Bytes> then, Runnable trouble, Duration patience) {
    begin(Bytes.class, then, trouble, patience);
    ActorRef<Session.Command> self = context.getSelf();
    content.whenComplete(
        (bytes, failure) ->
            self.tell(
                failure == null
                    ? new Session.Answered(bytes)
                    : new Session.ContentUnreadable(String.valueOf(failure.getMessage()))));
  }

  private <R> void begin(Class<R> type, Consumer<R> then, Runnable trouble, Duration patience) {
    current = new Question<>(type, then, trouble);
    timers.startSingleTimer(Session.Timeout.INSTANCE, patience);
  }

  boolean isUnderWay() {
    return current != null;
  }

  /** An answer that nobody waits for any more is dropped. */
  void answered(Object answer) {
    Question<?> asked = current;
    if (asked != null && asked.type().isInstance(answer)) {
      end();
      asked.answer(answer);
    }
  }

  /** No answer will come, or none in time. */
  void failed() {
    Question<?> asked = current;
    end();
    if (asked != null) {
      asked.trouble().run();
    }
  }

  private void end() {
    timers.cancel(Session.Timeout.INSTANCE);
    current = null;
  }
}
