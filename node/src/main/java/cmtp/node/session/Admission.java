package cmtp.node.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many messages may be between header and reply at once, in the whole node: below what the
 * journal's queue takes, so that overload is a quick transient refusal and never a stopped mailbox.
 */
public final class Admission {
  private final AtomicInteger free;

  public Admission(int messagesMax) {
    free = new AtomicInteger(messagesMax);
  }

  /** Whether there was room; then {@link #release} must follow, once. */
  boolean tryAcquire() {
    return free.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
  }

  void release() {
    free.incrementAndGet();
  }
}
