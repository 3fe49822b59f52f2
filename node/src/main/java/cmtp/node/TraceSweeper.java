package cmtp.node;

import cmtp.persistence.trace.TraceStore;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Has what became of messages forgotten when it is old enough, at the start and every hour. */
final class TraceSweeper {
  private static final Duration INTERVAL = Duration.ofHours(1);

  sealed interface Command {}

  private enum Sweep implements Command {
    INSTANCE
  }

  private record Swept(int count, Throwable failure) implements Command {}

  static Behavior<Command> create(TraceStore traces, Duration kept, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Sweep.INSTANCE, Duration.ZERO, INTERVAL);
                  return new Sweeping(context, traces, kept, clock);
                }));
  }

  private TraceSweeper() {}

  private static final class Sweeping extends AbstractBehavior<Command> {
    private final TraceStore traces;
    private final Duration kept;
    private final Clock clock;

    Sweeping(ActorContext<Command> context, TraceStore traces, Duration kept, Clock clock) {
      super(context);
      this.traces = traces;
      this.kept = kept;
      this.clock = clock;
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessageEquals(Sweep.INSTANCE, this::onSweep)
          .onMessage(Swept.class, this::onSwept)
          .build();
    }

    private Behavior<Command> onSweep() {
      ActorRef<Command> self = getContext().getSelf();
      traces
          .forgetBefore(clock.millis() - kept.toMillis())
          .whenComplete(
              (count, failure) -> self.tell(new Swept(failure == null ? count : 0, failure)));
      return this;
    }

    private Behavior<Command> onSwept(Swept message) {
      if (message.failure() != null) {
        getContext().getLog().warn("old traces stay: {}", message.failure().toString());
      } else if (message.count() > 0) {
        getContext().getLog().debug("{} old traces forgotten", message.count());
      }
      return this;
    }
  }
}
