package cmtp.simulations.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * Serves some of the connections, until the schedule is over and every reply has come. A connection
 * that breaks is replaced, and what was under way on it counted.
 */
final class LoadThread implements Runnable {
  private static final int READ_BYTES = 64 * 1024;
  private static final long LOOK_MILLIS = 200;

  /** Opens one more connection. */
  @FunctionalInterface
  interface Opener {
    Link open() throws IOException;
  }

  private final LoadPlan plan;
  private final int connections;
  private final Opener opener;
  private final LoadConnection.Shared shared;
  private final CountDownLatch connected;
  private final CountDownLatch start;
  private final Set<LoadConnection> alive = new HashSet<>();
  private final List<LoadConnection> broken = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

  /**
   * @param connections how many of the plan's are this thread's
   * @param connected counted down when they are open
   * @param start sends nothing before this is at zero
   */
  LoadThread(
      LoadPlan plan,
      int connections,
      Opener opener,
      LoadConnection.Shared shared,
      CountDownLatch connected,
      CountDownLatch start) {
    this.plan = plan;
    this.connections = connections;
    this.opener = opener;
    this.shared = shared;
    this.connected = connected;
    this.start = start;
  }

  @Override
  public void run() {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections && !shared.schedule().isOver(); i++) {
        connect(selector);
      }
      connected.countDown();
      start.await();
      selector.keys().forEach(this::serve);
      serveAll(selector);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      connected.countDown();
      alive.forEach(LoadThread::closeQuietly);
    }
  }

  private void connect(Selector selector) throws IOException {
    Link link;
    try {
      link = opener.open();
    } catch (IOException refused) {
      shared.tally().unreachable("can't connect: " + refused.getMessage());
      stopAfterTooManyFailures();
      return;
    }
    LoadConnection connection = new LoadConnection(link, shared);
    alive.add(connection);
    link.register(selector, connection);
  }

  private void serveAll(Selector selector) throws IOException {
    LongSupplier nanos = shared.nanos();
    long looked = nanos.getAsLong();
    while (!alive.isEmpty()) {
      replaceBroken(selector);
      selector.select(this::serve, LOOK_MILLIS);
      if (shared.schedule().isOver() || nanos.getAsLong() - looked > LOOK_MILLIS * 1_000_000) {
        looked = nanos.getAsLong();
        look();
      }
    }
  }

  private void serve(SelectionKey key) {
    LoadConnection connection = (LoadConnection) key.attachment();
    try {
      if (key.isReadable()) {
        connection.read(buffer);
      }
      boolean more = connection.write();
      int wanted = more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
      if (connection.isSpent()) {
        broken.add(connection);
      }
    } catch (IOException failed) {
      abandon(connection, String.valueOf(failed.getMessage()));
    }
    if (shared.tally().failures() > 0) {
      stopAfterTooManyFailures();
    }
  }

  private void abandon(LoadConnection connection, String reason) {
    connection.abandon(reason);
    broken.add(connection);
  }

  private void stopAfterTooManyFailures() {
    if (shared.tally().failures() >= plan.failuresMax()) {
      shared.schedule().stop();
    }
  }

  /** Finds those that are done, and those that wait in vain. */
  private void look() {
    for (LoadConnection connection : List.copyOf(alive)) {
      if (connection.isDone()) {
        alive.remove(connection);
        closeQuietly(connection);
      } else if (connection.hasWaited(plan.patience().toNanos())) {
        abandon(connection, "no answer within " + plan.patience().toSeconds() + " s");
      }
    }
  }

  private void replaceBroken(Selector selector) throws IOException {
    for (LoadConnection connection : broken) {
      if (alive.remove(connection)) {
        closeQuietly(connection);
        if (!shared.schedule().isOver()) {
          connect(selector);
        }
      }
    }
    if (!broken.isEmpty()) {
      broken.clear();
      selector.keys().stream().filter(SelectionKey::isValid).forEach(this::serve);
    }
  }

  /** The connection is given up anyway. */
  private static void closeQuietly(LoadConnection connection) {
    try {
      connection.close();
    } catch (IOException alreadyBroken) {
      connection.abandon(String.valueOf(alreadyBroken.getMessage()));
    }
  }
}
