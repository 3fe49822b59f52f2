package cmtp.simulations.sim.virtual;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** All timers of a virtual system, as events of its time. Made by the actor system, by name. */
public final class VirtualScheduler extends AbstractScheduler {
  private static final double EVENTS_PER_SECOND_MAX = 1e9;

  private final VirtualTime time;

  public VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    this.time = VirtualSystem.timeOfSystemBeingMade();
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext on) {
    return new Timer(time.afterNanos(delay.toNanos(), () -> on.execute(task)));
  }

  /** Deprecated where it is declared, too; what replaces it there is made of it. */
  @Deprecated
  @Override
  public Cancellable schedule(
      FiniteDuration first, FiniteDuration interval, Runnable task, ExecutionContext on) {
    Repeated repeated = new Repeated(interval.toNanos(), task, on);
    repeated.next(first.toNanos());
    return repeated;
  }

  @Override
  public double maxFrequency() {
    return EVENTS_PER_SECOND_MAX;
  }

  private record Timer(VirtualTime.Event event) implements Cancellable {
    @Override
    public boolean cancel() {
      return event.cancel();
    }

    @Override
    public boolean isCancelled() {
      return event.isOver();
    }
  }

  private final class Repeated implements Cancellable {
    private final long intervalNanos;
    private final Runnable task;
    private final ExecutionContext on;
    private VirtualTime.Event event;
    private boolean over;

    Repeated(long intervalNanos, Runnable task, ExecutionContext on) {
      this.intervalNanos = intervalNanos;
      this.task = task;
      this.on = on;
    }

    void next(long delayNanos) {
      event =
          time.afterNanos(
              delayNanos,
              () -> {
                next(intervalNanos);
                on.execute(task);
              });
    }

    @Override
    public boolean cancel() {
      boolean cancelled = !over && event.cancel();
      over = true;
      return cancelled;
    }

    @Override
    public boolean isCancelled() {
      return over;
    }
  }
}
