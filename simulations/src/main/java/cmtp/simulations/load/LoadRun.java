package cmtp.simulations.load;

import cmtp.node.cli.console.Terminal;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** One run: connect, warm up, measure, wait for the last replies. */
final class LoadRun {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** A run that counts messages ends by itself; this is for one that hangs. */
  private static final Duration COUNT_MAX = Duration.ofDays(1);

  private final LoadPlan plan;
  private final Target target;
  private final Workload workload;
  private final SecureRandomBytes random;
  private final ProcFiles proc;
  private final LongSupplier nanos;
  private final Terminal terminal;

  private final Schedule schedule = new Schedule();
  private final Tally tally = new Tally();
  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch connected;
  private final CountDownLatch start = new CountDownLatch(1);
  private final CountDownLatch done;

  LoadRun(
      LoadPlan plan,
      Target target,
      Workload workload,
      SecureRandomBytes random,
      ProcFiles proc,
      LongSupplier nanos,
      Terminal terminal) {
    this.plan = plan;
    this.target = target;
    this.workload = workload;
    this.random = random;
    this.proc = proc;
    this.nanos = nanos;
    this.terminal = terminal;
    this.connected = new CountDownLatch(threads());
    this.done = new CountDownLatch(threads());
  }

  private int threads() {
    return Math.min(plan.threads(), plan.connections());
  }

  LoadReport run() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(threads(), LoadRun::daemon);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads(); i++) {
        running.add(threads.submit(thread(i)));
      }
      connected.await();
      Sample from = warmUp();
      LoadReport report = measure(from);
      for (Future<?> thread : running) {
        thread.get();
      }
      return report;
    } catch (ExecutionException bug) {
      throw new IllegalStateException("a thread of the load tester failed", bug.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "load");
    thread.setDaemon(true);
    return thread;
  }

  private Runnable thread(int index) {
    int connections = plan.connections() / threads();
    int remainder = plan.connections() % threads();
    LoadConnection.Shared shared =
        new LoadConnection.Shared(
            workload,
            schedule,
            tally,
            new ReplyCheck(target.first().serverKey(), workload, plan.verifyEvery()),
            plan.pipeline(),
            nanos);
    LoadThread thread =
        new LoadThread(
            plan,
            index < remainder ? connections + 1 : connections,
            this::open,
            shared,
            connected,
            start);
    return () -> {
      try {
        thread.run();
      } finally {
        done.countDown();
      }
    };
  }

  private Link open() throws IOException {
    NodeUnderLoad node = target.turn(opened.getAndIncrement());
    return Link.open(node, plan.language(), plan.patience(), random);
  }

  /** Without a warm-up the first message is a measured one. */
  private Sample warmUp() throws InterruptedException {
    if (!plan.warmUp().isZero()) {
      start.countDown();
      watch(plan.warmUp(), "warming up");
    }
    Sample from = sample();
    schedule.measure(plan.count());
    start.countDown();
    return from;
  }

  private LoadReport measure(Sample from) throws InterruptedException {
    boolean counted = plan.count().isPresent();
    watch(counted ? COUNT_MAX : plan.length(), "measuring");
    if (!counted) {
      schedule.endMeasuring();
    }
    Sample to = sample();
    schedule.stop();
    done.await();
    clearLine();
    return new LoadReport(
        plan, target, Machine.here(proc), schedule.sent(), tally, Interval.between(from, to));
  }

  private Sample sample() {
    return Sample.take(proc, target, nanos.getAsLong());
  }

  /** Lets time pass, unless the threads are done before, and shows how it goes. */
  private void watch(Duration length, String phase) throws InterruptedException {
    long end = nanos.getAsLong() + length.toNanos();
    long accepted = tally.acceptedCount();
    for (long left = length.toNanos(); left > 0; left = end - nanos.getAsLong()) {
      if (done.await(Math.min(left, TICK.toNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
      long now = tally.acceptedCount();
      show(phase, now - accepted);
      accepted = now;
    }
  }

  private void show(String phase, long inLastSecond) {
    if (terminal.tty().err()) {
      terminal
          .err()
          .printf(
              "\r\033[K%s: %,d/s, %,d accepted, %,d failed",
              phase, inLastSecond, tally.acceptedCount(), tally.failures());
      terminal.err().flush();
    }
  }

  private void clearLine() {
    if (terminal.tty().err()) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
    }
  }
}
