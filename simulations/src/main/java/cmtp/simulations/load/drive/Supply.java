package cmtp.simulations.load.drive;

import cmtp.simulations.load.plan.Arrivals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * One thread's share of what a phase has to begin. In an open loop requests wait here from when
 * they are due until a connection is free; what finds no room is given up, and what still waits
 * when the next phase comes is never sent: both are told with the time that they have waited. Not
 * for several threads.
 */
final class Supply {
  private static final long NOTHING_DUE = Long.MAX_VALUE;

  private final int part;
  private final int parts;
  private final SplittableRandom random;
  private final Losses losses;
  private final Deque<Long> backlog = new ArrayDeque<>();
  private Phase phase = Phase.IDLE;
  private Arrivals arrivals;
  private int backlogMax;

  /** Is told of requests that are never sent, and how long they have waited. */
  record Losses(LongConsumer unsentNanos, LongConsumer givenUpNanos) {}

  Supply(int part, int parts, SplittableRandom random, Losses losses) {
    this.part = part;
    this.parts = parts;
    this.random = random;
    this.losses = losses;
  }

  Phase phase() {
    return phase;
  }

  /** Goes on with this phase, which may be another one than before. */
  void follow(Phase now, long nanos) {
    if (now != phase) {
      finish(nanos);
      phase = now;
      now.pace().ifPresent(pace -> backlogMax = Math.max(1, pace.backlogMax() / parts));
      arrivals =
          now.pace()
              .map(pace -> new Arrivals(now.slope(), pace.spacing(), part, parts, random.split()))
              .orElse(null);
    }
    collect(nanos);
  }

  private void finish(long nanos) {
    collect(nanos);
    boolean measured = phase.isMeasured();
    while (!backlog.isEmpty()) {
      long due = backlog.poll();
      if (measured) {
        losses.unsentNanos().accept(nanos - due);
      }
    }
  }

  private void collect(long nanos) {
    long until = Math.min(nanos, phase.endNanos());
    while (arrivals != null && nextDue() <= until) {
      long due = nextDue();
      arrivals.advance();
      if (backlog.size() < backlogMax) {
        backlog.add(due);
      } else if (phase.isMeasured()) {
        // It would have waited at least as long as the oldest has now, if not a miracle happens.
        losses.givenUpNanos().accept(until - backlog.peek());
      }
    }
  }

  private long nextDue() {
    long next = arrivals.next();
    return next == Arrivals.NEVER ? NOTHING_DUE : phase.startNanos() + next;
  }

  /**
   * When the request was due that is to be begun now, {@link Long#MAX_VALUE} if there is none. In a
   * closed loop that is always now.
   */
  long take(long nanos) {
    if (arrivals == null) {
      return phase.take() ? nanos : NOTHING_DUE;
    }
    Long due = backlog.poll();
    return due == null ? NOTHING_DUE : due;
  }

  /** How many requests are due and not begun. */
  int waiting() {
    return backlog.size();
  }

  /** When the next request becomes due by itself. */
  long nextAt() {
    return arrivals == null ? NOTHING_DUE : nextDue();
  }
}
