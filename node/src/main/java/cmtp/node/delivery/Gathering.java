package cmtp.node.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Puts one question to many queues or boards, a few at a time, and keeps the first rows of the
 * answers in order; answers when all have answered or time is up, and ends.
 */
final class Gathering {
  private static final int ASKED_AT_ONCE = 16;

  private enum TimeOut {
    INSTANCE
  }

  /** One of their answers. */
  record Part<T>(List<T> rows, boolean more) {}

  /**
   * @param whenDone gets the rows, and whether there are no others
   */
  record Plan<C, A, T>(
      Class<A> type,
      Function<ActorRef<A>, C> question,
      Function<A, Part<T>> part,
      Rows<T> kind,
      int limit,
      BiConsumer<List<T>, Boolean> whenDone) {}

  private Gathering() {}

  static <C, A, T> Behavior<Object> create(
      Plan<C, A, T> plan, List<ActorRef<C>> asked, Duration patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Gatherer<>(context, timers, plan, asked, patience).begin()));
  }

  private static final class Gatherer<C, A, T> extends AbstractBehavior<Object> {
    private final Plan<C, A, T> plan;
    private final Deque<ActorRef<C>> toAsk;
    private final ActorRef<A> replies;
    private List<T> rows = new ArrayList<>();
    private boolean complete = true;
    private int unanswered;

    Gatherer(
        ActorContext<Object> context,
        TimerScheduler<Object> timers,
        Plan<C, A, T> plan,
        List<ActorRef<C>> asked,
        Duration patience) {
      super(context);
      this.plan = plan;
      this.toAsk = new ArrayDeque<>(asked);
      this.replies = context.getSelf().narrow();
      timers.startSingleTimer(TimeOut.INSTANCE, patience);
    }

    Behavior<Object> begin() {
      while (unanswered < ASKED_AT_ONCE && !toAsk.isEmpty()) {
        ask();
      }
      return unanswered == 0 ? finish() : this;
    }

    private void ask() {
      unanswered++;
      toAsk.remove().tell(plan.question().apply(replies));
    }

    @Override
    public Receive<Object> createReceive() {
      return newReceiveBuilder()
          .onMessage(plan.type(), this::onAnswer)
          .onMessageEquals(TimeOut.INSTANCE, this::onTimeOut)
          .build();
    }

    private Behavior<Object> onAnswer(A answer) {
      unanswered--;
      Part<T> part = plan.part().apply(answer);
      rows.addAll(part.rows());
      rows.sort(plan.kind().order());
      List<T> kept = plan.kind().fitting(rows, plan.limit());
      complete &= !part.more() && kept.size() == rows.size();
      rows = kept;
      return begin();
    }

    private Behavior<Object> onTimeOut() {
      complete = false;
      return finish();
    }

    private Behavior<Object> finish() {
      plan.whenDone().accept(List.copyOf(rows), complete);
      return Behaviors.stopped();
    }
  }
}
