package cmtp.simulations.load.drive;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Opens connections beside the threads that serve them, since opening waits for the node: a thread
 * that waited would be late with all of its other connections.
 */
final class Openers implements AutoCloseable {
  private static final int THREADS = 8;
  private static final long PAUSE_MILLIS = 300;

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(THREADS, Openers::daemon);

  /** Opens one connection. */
  @FunctionalInterface
  interface Opening {
    Served open() throws IOException;
  }

  /** Either is told, once. */
  record Told(Consumer<Served> opened, Consumer<Exception> failed) {}

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "load-opener");
    thread.setDaemon(true);
    return thread;
  }

  void open(Opening opening, Told told) {
    threads.execute(() -> opened(opening, told));
  }

  /** The same a little later: what was broken just now is often broken still. */
  void reopen(Opening opening, Told told) {
    threads.schedule(() -> opened(opening, told), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void opened(Opening opening, Told told) {
    try {
      told.opened().accept(opening.open());
    } catch (IOException | RuntimeException failed) {
      told.failed().accept(failed);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
