package cmtp.simulations.load.drive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * How long after a mail's acknowledgement a session that watches its mailbox hears of it. A mail
 * raises the mailbox's modseq by one, so an event tells by its modseq how many of the mails it
 * covers; what else changes the mailbox meanwhile spoils that. For all threads.
 */
final class WatchBook {
  private static final int WAITING_MAX = 1_000_000;

  private final LongConsumer delayNanos;
  private final Deque<Long> waiting = new ArrayDeque<>();
  private OptionalLong base = OptionalLong.empty();
  private long acknowledged;
  private long covered;

  /**
   * @param delayNanos is told each mail's delay; 0 if the event came first
   */
  WatchBook(LongConsumer delayNanos) {
    this.delayNanos = delayNanos;
  }

  /**
   * A session begins to watch, and this is the mailbox's modseq.
   *
   * @return from which one it has to watch so as to miss nothing
   */
  synchronized long begin(long modseq) {
    if (base.isEmpty()) {
      base = OptionalLong.of(modseq);
    }
    return base.getAsLong() + covered;
  }

  synchronized void acknowledged(long nanos) {
    acknowledged++;
    if (covered >= acknowledged) {
      delayNanos.accept(0);
    } else if (waiting.size() < WAITING_MAX) {
      waiting.add(nanos);
    }
  }

  synchronized void changed(long modseq, long nanos) {
    covered = Math.max(covered, modseq - base.orElse(modseq));
    for (long open = acknowledged - waiting.size(); open < covered && !waiting.isEmpty(); open++) {
      delayNanos.accept(nanos - waiting.poll());
    }
  }

  /** Mails that were acknowledged and not heard of. */
  synchronized int unheard() {
    return waiting.size();
  }
}
