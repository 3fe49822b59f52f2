package cmtp.node.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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
 * Puts one question to many queues, a few at a time, and keeps the first rows of the answers in
 * order; answers when all have answered or time is up, and ends.
 */
final class Gathering {
  private static final int ASKED_AT_ONCE = 16;

  private enum TimeOut {
    INSTANCE
  }

  /** One queue's answer. */
  record Part<T>(List<T> rows, boolean more) {}

  /**
   * @param whenDone gets the rows, and whether there are no others
   */
  record Plan<A, T>(
      Class<A> type,
      Function<ActorRef<A>, RemoteDomain.Command> question,
      Function<A, Part<T>> part,
      Comparator<T> order,
      int limit,
      BiConsumer<List<T>, Boolean> whenDone) {}

  private Gathering() {}

  static <A, T> Plan<A, T> all(
      Class<A> type,
      Function<ActorRef<A>, RemoteDomain.Command> question,
      Function<A, Part<T>> part,
      Comparator<T> order,
      int limit,
      BiConsumer<List<T>, Boolean> whenDone) {
    return new Plan<>(type, question, part, order, limit, whenDone);
  }

  static <A, T> Behavior<Object> create(
      Plan<A, T> plan, List<ActorRef<RemoteDomain.Command>> queues, Duration patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Gatherer<>(context, timers, plan, queues, patience).begin()));
  }

  private static final class Gatherer<A, T> extends AbstractBehavior<Object> {
    private final Plan<A, T> plan;
    private final Deque<ActorRef<RemoteDomain.Command>> toAsk;
    private final ActorRef<A> replies;
    private List<T> rows = new ArrayList<>();
    private boolean complete = true;
    private int unanswered;

    Gatherer(
        ActorContext<Object> context,
        TimerScheduler<Object> timers,
        Plan<A, T> plan,
        List<ActorRef<RemoteDomain.Command>> queues,
        Duration patience) {
      super(context);
      this.plan = plan;
      this.toAsk = new ArrayDeque<>(queues);
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
      rows.sort(plan.order());
      complete &= !part.more() && rows.size() <= plan.limit();
      rows = new ArrayList<>(rows.subList(0, Math.min(rows.size(), plan.limit())));
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
