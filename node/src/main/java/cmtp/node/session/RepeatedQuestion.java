package cmtp.node.session;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Asks until there is an answer, hands on the first one, and ends; or ends when the patience does.
 * What is on its way to an entity that moves, or whose process dies, is lost without a word;
 * whoever then waited for the end of its patience would keep a sender waiting for as long. Only for
 * questions that change nothing. Each has an actor, so that the answer to a repetition is never
 * taken for that to the next question.
 */
final class RepeatedQuestion {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(4);

  /** The first time; what it asks expects the answer at this actor. */
  record Ask(Runnable question) {}

  private record Again(Ask what, Duration pause) {}

  private enum Enough {
    INSTANCE
  }

  private RepeatedQuestion() {}

  /**
   * @param type of the answer
   * @param then takes the answer, on this actor's thread
   */
  static <R> Behavior<Object> create(Class<R> type, Consumer<R> then, Duration patience) {
    return Behaviors.withTimers(
        timers -> {
          timers.startSingleTimer(Enough.INSTANCE, patience);
          return Behaviors.receive(Object.class)
              .onMessage(Ask.class, what -> ask(timers, what, STEP))
              .onMessage(Again.class, again -> ask(timers, again.what(), next(again.pause())))
              .onMessageEquals(Enough.INSTANCE, Behaviors::stopped)
              .onMessage(
                  type,
                  answer -> {
                    then.accept(answer);
                    return Behaviors.stopped();
                  })
              .build();
        });
  }

  private static Behavior<Object> ask(TimerScheduler<Object> timers, Ask what, Duration pause) {
    what.question().run();
    timers.startSingleTimer(Again.class, new Again(what, pause), pause);
    return Behaviors.same();
  }

  private static Duration next(Duration pause) {
    Duration longer = pause.plus(STEP);
    return longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX;
  }
}
