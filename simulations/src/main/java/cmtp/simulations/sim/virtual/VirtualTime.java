package cmtp.simulations.sim.virtual;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * Time that passes only when there is nothing left to do. Whatever is to be done now runs in the
 * order in which it was handed over; then time jumps to the next event. One thread drives it, and
 * everything runs on that thread, so the same beginning has always the same course.
 */
public final class VirtualTime implements Executor {
  /** When every simulation begins: 1 January 2026, 00:00 UTC. */
  public static final long EPOCH_MS = 1_767_225_600_000L;

  private static final long NANOS_PER_MS = 1_000_000;
  private static final int PURGE_AT = 1024;

  private final Deque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final TraceHash trace = new TraceHash();
  private long nowNanos;
  private long lastNumber;
  private int cancelled;
  private long done;
  private long tasks;

  /** Something that will be done at its time, unless it is cancelled. */
  public final class Event implements Comparable<Event> {
    private final long atNanos;
    private final long number;
    private Runnable action;

    private Event(long atNanos, long number, Runnable action) {
      this.atNanos = atNanos;
      this.number = number;
      this.action = action;
    }

    /** Whether it was still to be done. */
    public boolean cancel() {
      boolean waiting = action != null;
      action = null;
      if (waiting) {
        forget();
      }
      return waiting;
    }

    public boolean isOver() {
      return action == null;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** Timers are cancelled far more often than they fire: most of the queue would be dead. */
  private void forget() {
    cancelled++;
    if (cancelled > PURGE_AT && cancelled > events.size() / 2) {
      events.removeIf(Event::isOver);
      cancelled = 0;
    }
  }

  /** Does this after all that is to be done already, at the same time. */
  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  /** Does this later. */
  public Event after(Duration delay, Runnable action) {
    return afterNanos(delay.toNanos(), action);
  }

  public Event afterNanos(long delayNanos, Runnable action) {
    Event event = new Event(nowNanos + Math.max(0, delayNanos), ++lastNumber, action);
    events.add(event);
    return event;
  }

  /** Since the beginning. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Unix time, milliseconds. */
  public long millis() {
    return EPOCH_MS + nowNanos / NANOS_PER_MS;
  }

  public Duration elapsed() {
    return Duration.ofNanos(nowNanos);
  }

  /** Does all that can be done without time passing. */
  public void settle() {
    for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
      tasks++;
      task.run();
    }
  }

  /**
   * Settles, and goes on to the next event, if there is one up to {@code limit} after the
   * beginning.
   *
   * @return whether there was one
   */
  public boolean step(Duration limit) {
    settle();
    Event next = next();
    if (next == null || next.atNanos > limit.toNanos()) {
      return false;
    }
    events.poll();
    nowNanos = Math.max(nowNanos, next.atNanos);
    Runnable action = next.action;
    next.action = null;
    done++;
    trace.add(nowNanos, next.number);
    action.run();
    return true;
  }

  private Event next() {
    Event next = events.peek();
    while (next != null && next.isOver()) {
      events.poll();
      cancelled = Math.max(0, cancelled - 1);
      next = events.peek();
    }
    return next;
  }

  /** Steps up to that time, and lets it be that time. */
  public void runTo(Duration limit) {
    boolean more = true;
    while (more) {
      more = step(limit);
    }
    nowNanos = Math.max(nowNanos, limit.toNanos());
  }

  /** What has happened so far, in one number. */
  public TraceHash trace() {
    return trace;
  }

  /** How many events have come. */
  public long eventsDone() {
    return done;
  }

  /** How many tasks have run: what actors and callbacks did. */
  public long tasksDone() {
    return tasks;
  }

  /** A clock that goes with it. */
  public Clock clock() {
    return new VirtualClock();
  }

  private final class VirtualClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("virtual time is UTC");
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
      return VirtualTime.this.millis();
    }
  }
}
