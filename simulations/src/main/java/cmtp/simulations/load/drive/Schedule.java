package cmtp.simulations.load.drive;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Numbers all requests, says which phase it is, and when all is over. For all threads. */
final class Schedule {
  private final AtomicLong numbers = new AtomicLong();
  private final LongAdder finished = new LongAdder();
  private volatile Phase phase = Phase.IDLE;
  private volatile boolean stopped;

  /** The number of the next request, which is begun. */
  long next() {
    return numbers.getAndIncrement();
  }

  /** So many requests were answered, or never will be. */
  void finished(long requests) {
    finished.add(requests);
  }

  /** How many are under way. */
  long underWay() {
    long done = finished.sum();
    return Math.max(0, numbers.get() - done);
  }

  void change(Phase next) {
    phase = next;
  }

  Phase phase() {
    return stopped ? Phase.IDLE : phase;
  }

  /** Nothing more is begun, ever. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** How many requests were begun. */
  long sent() {
    return numbers.get();
  }
}
