package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.fail;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers that send mail to mailboxes of a cluster all the time, each in a thread of its own: every
 * other one in a session. What they write follows from a seed.
 */
final class ClusterLoad implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final ClusterLab lab;
  private final List<User> users;
  private final Ledger ledger;
  private final long pauseNanos;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> writing = new ArrayList<>();
  private final AtomicInteger again = new AtomicInteger();
  private volatile boolean over;

  /**
   * @param perSecond messages, of all writers together, if the node takes them
   */
  ClusterLoad(ClusterLab lab, List<User> users, Ledger ledger, int writers, int perSecond) {
    this.lab = lab;
    this.users = List.copyOf(users);
    this.ledger = ledger;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) * writers / perSecond;
    for (int i = 0; i < writers; i++) {
      int number = i;
      writing.add(threads.submit(() -> write(number)));
    }
  }

  private void write(int number) {
    Random random = new Random(20261124 + number);
    User writer = users.get(number % users.size());
    Optional<User> session = number % 2 == 0 ? Optional.of(writer) : Optional.empty();
    try (Courier courier = new Courier(ledger, lab::next, SILENCE, session)) {
      while (!over) {
        User reader = users.get(random.nextInt(users.size()));
        String text = writer.address() + " writes " + random.nextLong();
        Sent sent = Letters.to(writer, reader, text);
        if (!courier.handOver(sent, PATIENCE)) {
          throw new AssertionError("not acknowledged in " + PATIENCE + ": " + sent.mid());
        }
        LockSupport.parkNanos((long) (pauseNanos * 2 * random.nextDouble()));
      }
      again.addAndGet(courier.again());
    }
  }

  /** Lets everybody end what they have begun. */
  void stop() throws Exception {
    over = true;
    for (Future<?> writer : writing) {
      writer.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Nobody has given up. */
  void check() throws Exception {
    for (Future<?> writer : writing) {
      if (writer.isDone()) {
        writer.get();
        fail("a writer has ended");
      }
    }
  }

  /** How often something was sent once more; known when they have stopped. */
  int sentAgain() {
    return again.get();
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
  }
}
