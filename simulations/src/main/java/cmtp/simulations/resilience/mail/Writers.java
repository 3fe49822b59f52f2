package cmtp.simulations.resilience.mail;

import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.resilience.ledger.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Several people who write at the same time, each over a connection of their own. */
public final class Writers implements AutoCloseable {
  private final Watch watch;
  private final Gate gate = new Gate();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Writers::daemon);

  /**
   * What they do.
   *
   * @param count of writers; people take turns if there are fewer
   * @param perSecond messages, all together; 0 for as many as are taken
   * @param large the share of messages that have 120 KB instead of up to 1.5
   */
  public record Habit(int count, double perSecond, double large) {}

  /**
   * @param nanos the machine's monotonic clock
   * @param millis Unix time
   */
  public record Clocks(LongSupplier nanos, LongSupplier millis) {}

  public Writers(
      List<Person> people,
      Habit habit,
      Ledger ledger,
      long seed,
      Clocks clocks,
      SecureRandomBytes random) {
    this.watch = new Watch(habit.count());
    for (int i = 0; i < habit.count(); i++) {
      double perSecond = habit.perSecond() / habit.count();
      writers.add(
          new Writer(
              i,
              people.get(i % people.size()),
              people,
              new Writer.Means(ledger, watch, gate, clocks, random),
              perSecond == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / perSecond)),
              habit.large(),
              new Random(seed * 31 + i)));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "writer");
    thread.setDaemon(true);
    return thread;
  }

  public void start() {
    writers.forEach(writer -> running.add(threads.submit(writer)));
  }

  public Watch watch() {
    return watch;
  }

  /** They send nothing more, and wait for no answer, until they are let in again. */
  public void hold() {
    gate.close();
  }

  public void release() {
    gate.open();
  }

  /** Whether none of them has failed: they only do if the ledger or this program is broken. */
  public void check() throws InterruptedException {
    for (Future<?> one : running) {
      if (one.isDone()) {
        join(one, Duration.ZERO);
      }
    }
  }

  /**
   * Each ends with the answer to the message that it is about.
   *
   * @return whether all did in time; what has no answer by then stays without
   */
  public boolean finish(Duration patience) throws InterruptedException {
    writers.forEach(Writer::finish);
    boolean all = true;
    for (Future<?> one : running) {
      all &= join(one, patience);
    }
    threads.shutdownNow();
    threads.awaitTermination(1, TimeUnit.MINUTES);
    return all;
  }

  private static boolean join(Future<?> one, Duration patience) throws InterruptedException {
    try {
      one.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a writer failed", failed.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
