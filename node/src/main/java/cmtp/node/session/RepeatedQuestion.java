package cmtp.node.session;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Asks until there is an answer, hands on the first one, and ends; or ends when the patience does.
 * What is on its way to an entity that moves, or whose process dies, is lost without a word;
 * whoever then waited for the end of its patience would keep a sender waiting for as long. Only for
 * questions that change nothing, or nothing more when they come again. Each has an actor, so that
 * the answer to a repetition is never taken for that to the next question.
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

  /** Takes the answer, on the actor's thread. */
  interface Answered<R> {
    /**
     * @param again whether it was asked more than once: each time may have been carried out
     */
    void with(R answer, boolean again);
  }

  private final TimerScheduler<Object> timers;
  private int asked;

  private RepeatedQuestion(TimerScheduler<Object> timers) {
    this.timers = timers;
  }

  /**
   * @param type of the answer
   */
  static <R> Behavior<Object> create(Class<R> type, Answered<R> then, Duration patience) {
    return Behaviors.withTimers(
        timers -> {
          RepeatedQuestion asking = new RepeatedQuestion(timers);
          timers.startSingleTimer(Enough.INSTANCE, patience);
          return Behaviors.receive(Object.class)
              .onMessage(Ask.class, what -> asking.ask(what, STEP))
              .onMessage(Again.class, again -> asking.ask(again.what(), next(again.pause())))
              .onMessageEquals(Enough.INSTANCE, Behaviors::stopped)
              .onMessage(
                  type,
                  answer -> {
                    then.with(answer, asking.asked > 1);
                    return Behaviors.stopped();
                  })
              .build();
        });
  }

  private Behavior<Object> ask(Ask what, Duration pause) {
    asked++;
    what.question().run();
    timers.startSingleTimer(Again.class, new Again(what, pause), pause);
    return Behaviors.same();
  }

  private static Duration next(Duration pause) {
    Duration longer = pause.plus(STEP);
    return longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX;
  }
}
