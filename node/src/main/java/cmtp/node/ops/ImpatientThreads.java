package cmtp.node.ops;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of an HTTP server, which wait for nobody for ever. The JDK's server reads a request,
 * has it answered and writes the answer on one thread, as slowly as the other side pleases; its own
 * bounds hold for all servers of the process, and for what takes its time rightly, too. Here a
 * thread is interrupted after a while, which closes the connection that it works for.
 */
final class ImpatientThreads implements Executor, AutoCloseable {
  private static final ThreadLocal<Exchange> CURRENT = new ThreadLocal<>();

  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final Duration patience;

  /**
   * @param count how many requests are under way at most; more wait
   * @param patience for a request and its answer, unless it may take its time
   */
  ImpatientThreads(int count, Duration patience) {
    this.threads = Executors.newFixedThreadPool(count);
    this.patience = patience;
    clock.setRemoveOnCancelPolicy(true);
  }

  /** What this thread is asked for may last as long as it does, from now on. */
  static void takeYourTime() {
    Exchange current = CURRENT.get();
    if (current != null) {
      current.settle();
    }
  }

  @Override
  public void execute(Runnable exchange) {
    threads.execute(() -> run(exchange));
  }

  private void run(Runnable exchange) {
    Exchange current = new Exchange(Thread.currentThread());
    ScheduledFuture<?> end =
        clock.schedule(current::interrupt, patience.toMillis(), TimeUnit.MILLISECONDS);
    CURRENT.set(current);
    try {
      exchange.run();
    } finally {
      CURRENT.remove();
      current.settle();
      end.cancel(false);
    }
  }

  private enum State {
    UNDER_WAY,
    INTERRUPTING,
    SETTLED
  }

  /** What a thread does for one request; an interruption never meets the next one. */
  private static final class Exchange {
    private final Thread thread;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNDER_WAY);

    Exchange(Thread thread) {
      this.thread = thread;
    }

    void interrupt() {
      if (state.compareAndSet(State.UNDER_WAY, State.INTERRUPTING)) {
        thread.interrupt();
        state.set(State.SETTLED);
      }
    }

    void settle() {
      if (!state.compareAndSet(State.UNDER_WAY, State.SETTLED)) {
        while (state.get() == State.INTERRUPTING) {
          Thread.onSpinWait();
        }
        Thread.interrupted();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clock.shutdownNow();
  }
}
