package cmtp.simulations.load.drive;

import cmtp.simulations.load.plan.LoadPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves some of the connections until the schedule is stopped and every reply has come: begins
 * what is due on whichever has been free for longest. A connection that breaks is replaced, and
 * what was under way on it counted.
 */
final class LoadThread implements Runnable {
  private static final int READ_BYTES = 64 * 1024;
  private static final long LOOK_MILLIS = 200;
  private static final long MILLI_NANOS = 1_000_000;

  /** How one connection is opened, the first time and again. */
  record Slot(Openers.Opening opening) {}

  private final LoadPlan plan;
  private final LoadConnection.Shared shared;
  private final Supply supply;
  private final Openers openers;
  private final SplittableRandom random;
  private final CountDownLatch connected;
  private final Selector selector;
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
  private final Map<Served, Slot> alive = new HashMap<>();
  private final Set<Served> broken = new HashSet<>();
  private final Deque<LoadConnection> free = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private volatile Phase following = Phase.IDLE;
  private volatile int waiting;
  private volatile long begunNanos;
  private volatile boolean over;
  private int opening;
  private long lookedNanos;

  /**
   * @param connected counted down for each slot, when it is open or can't be opened
   */
  LoadThread(
      LoadPlan plan,
      LoadConnection.Shared shared,
      Supply supply,
      Openers openers,
      SplittableRandom random,
      CountDownLatch connected)
      throws IOException {
    this.plan = plan;
    this.shared = shared;
    this.supply = supply;
    this.openers = openers;
    this.random = random;
    this.connected = connected;
    this.selector = Selector.open();
  }

  /** Opens a connection for this thread; before it runs. */
  void add(Slot slot) {
    opening++;
    openers.open(slot.opening(), told(slot, true));
  }

  private Openers.Told told(Slot slot, boolean first) {
    return new Openers.Told(
        connection -> tell(() -> opened(connection, slot, first)),
        failed -> tell(() -> failed(failed, slot, first)));
  }

  private void tell(Runnable what) {
    news.add(what);
    selector.wakeup();
  }

  /** Whether it begins nothing, and has told what it never began. */
  boolean isIdle() {
    return following == Phase.IDLE;
  }

  /** Whether it has begun all that was due until then. */
  boolean hasBegunAll(long untilNanos) {
    return begunNanos - untilNanos >= 0 && waiting == 0;
  }

  /** Looks at the schedule at once. */
  void wake() {
    selector.wakeup();
  }

  private void opened(Served connection, Slot slot, boolean first) {
    opening--;
    if (over) {
      closeQuietly(connection); // too late: nobody serves it
      return;
    }
    alive.put(connection, slot);
    try {
      connection.link().register(selector, connection);
      offer(connection);
    } catch (IOException closed) {
      abandon(connection, String.valueOf(closed.getMessage()));
    }
    if (first) {
      connected.countDown();
    }
  }

  /** One that never was there is not missed; one that broke is needed again. */
  private void failed(Exception failed, Slot slot, boolean first) {
    opening--;
    if (over || !first && shared.schedule().isStopped()) {
      return; // nobody waits for it any more
    }
    shared.tally().unreachable("can't connect: " + failed.getMessage());
    stopAfterTooManyFailures();
    if (first) {
      connected.countDown();
    } else if (!shared.schedule().isStopped()) {
      opening++;
      openers.reopen(slot.opening(), told(slot, false));
    }
  }

  @Override
  public void run() {
    try (selector) {
      while (!isDone()) {
        for (Runnable one = news.poll(); one != null; one = news.poll()) {
          one.run();
        }
        begin();
        await();
        replaceBroken();
        look();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      over = true;
      news.forEach(Runnable::run);
      alive.keySet().forEach(LoadThread::closeQuietly);
      following = Phase.IDLE;
    }
  }

  private boolean isDone() {
    if (alive.isEmpty() && opening == 0) {
      return true;
    }
    return shared.schedule().isStopped()
        && alive.keySet().stream().allMatch(LoadThread::hasNothingUnderWay);
  }

  private static boolean hasNothingUnderWay(Served connection) {
    return !(connection instanceof LoadConnection load) || load.isIdle();
  }

  /** Begins all that is due, as far as connections are free. */
  private void begin() {
    long now = shared.nanos().getAsLong();
    Phase phase = shared.schedule().phase();
    supply.follow(phase, now);
    following = phase;
    beginDue(now);
    waiting = supply.waiting();
    begunNanos = now;
  }

  private void beginDue(long now) {
    for (LoadConnection next = free.peek(); next != null; next = free.peek()) {
      long due = supply.take(now);
      if (due == Long.MAX_VALUE) {
        return;
      }
      free.poll();
      next.taken();
      begin(next, due, now);
    }
  }

  private void begin(LoadConnection connection, long due, long now) {
    boolean measured = supply.phase().isMeasured();
    Request request =
        new Request(
            plan.traffic().draw(random.nextDouble()),
            shared.schedule().next(),
            plan.traffic().sizes().draw(random.nextDouble()),
            due,
            measured);
    if (measured) {
      shared.tally().late(now - Math.max(due, connection.freeSinceNanos()));
    }
    try {
      connection.begin(request, now);
      afterwards(connection);
    } catch (IOException failed) {
      abandon(connection, String.valueOf(failed.getMessage()));
    }
  }

  /**
   * Waits for replies until the next request is due. The selector counts milliseconds: the last one
   * is waited for without it, so that requests go when they are due.
   */
  private void await() throws IOException {
    long now = shared.nanos().getAsLong();
    long wait = free.isEmpty() ? Long.MAX_VALUE : supply.nextAt() - now;
    if (!broken.isEmpty() || !news.isEmpty()) {
      selector.selectNow(this::serve);
    } else if (wait < MILLI_NANOS) {
      LockSupport.parkNanos(Math.max(0, wait));
      selector.selectNow(this::serve);
    } else {
      selector.select(this::serve, Math.min(LOOK_MILLIS, wait / MILLI_NANOS));
    }
  }

  private void serve(SelectionKey key) {
    Served connection = (Served) key.attachment();
    try {
      if (key.isReadable()) {
        connection.read(buffer);
      }
      if (key.isWritable()) {
        connection.write();
      }
      afterwards(connection);
    } catch (IOException failed) {
      abandon(connection, String.valueOf(failed.getMessage()));
    }
    if (shared.tally().failures() > 0) {
      stopAfterTooManyFailures();
    }
  }

  private void afterwards(Served connection) {
    SelectionKey key = connection.link().key(selector);
    int wanted =
        connection.hasMore() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    if (connection.isSpent()) {
      broken.add(connection);
    } else {
      offer(connection);
    }
  }

  private void offer(Served connection) {
    if (connection instanceof LoadConnection load && load.offer()) {
      free.add(load);
    }
  }

  private void abandon(Served connection, String reason) {
    connection.abandon(reason);
    broken.add(connection);
    stopAfterTooManyFailures();
  }

  private void stopAfterTooManyFailures() {
    if (shared.tally().failures() >= plan.checks().failuresMax()) {
      shared.schedule().stop();
    }
  }

  /** Finds those that wait in vain. */
  private void look() {
    long now = shared.nanos().getAsLong();
    if (now - lookedNanos < LOOK_MILLIS * MILLI_NANOS) {
      return;
    }
    lookedNanos = now;
    long patience = plan.wire().patience().toNanos();
    for (Served connection : List.copyOf(alive.keySet())) {
      if (connection.hasWaited(patience)) {
        abandon(connection, "no answer within " + plan.wire().patience().toSeconds() + " s");
      }
    }
    replaceBroken();
  }

  private void replaceBroken() {
    for (Served connection : new ArrayList<>(broken)) {
      Slot slot = alive.remove(connection);
      if (slot != null) {
        free.remove(connection);
        closeQuietly(connection);
        if (!shared.schedule().isStopped()) {
          opening++;
          openers.open(slot.opening(), told(slot, false));
        }
      }
    }
    broken.clear();
  }

  /** The connection is given up anyway. */
  private static void closeQuietly(Served connection) {
    try {
      connection.close();
    } catch (IOException alreadyBroken) {
      connection.abandon(String.valueOf(alreadyBroken.getMessage()));
    }
  }
}
