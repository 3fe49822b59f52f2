package cmtp.simulations.load;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the messages of all connections and says when it is over: first the warm-up, then the
 * measured part, then nothing more. For all threads.
 */
final class Schedule {
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean measuring;
  private volatile boolean stopped;

  /** The number of the next message to send; empty when no more is to be sent. */
  OptionalLong next() {
    if (stopped || left.get() <= 0 || left.getAndDecrement() <= 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(numbers.getAndIncrement());
  }

  /**
   * The warm-up is over.
   *
   * @param count how many more messages to send; empty: until {@link #stop}
   */
  void measure(OptionalLong count) {
    count.ifPresent(left::set);
    measuring = true;
  }

  /** Replies from now on are counted, but not measured. */
  void endMeasuring() {
    measuring = false;
  }

  void stop() {
    stopped = true;
  }

  boolean isMeasuring() {
    return measuring;
  }

  /** Whether {@link #next} is empty from now on. */
  boolean isOver() {
    return stopped || left.get() <= 0;
  }

  /** How many messages were begun. */
  long sent() {
    return numbers.get();
  }
}
