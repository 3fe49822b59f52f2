package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers at every process of a cluster, all the time: each brings every message to its own process
 * first, and then from one to the next until it is acknowledged. Notes by whom it was, and when.
 */
final class PartsLoad implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  private final List<Member> members;
  private final List<User> users;
  private final Ledger ledger;
  private final long pauseNanos;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> writing = new ArrayList<>();
  private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /**
   * An acknowledgement.
   *
   * @param member the number of the one that gave it
   */
  record Ack(Sent sent, int member, long begunMs, long ackedMs) {}

  /** Whom the next attempt goes to; the last one is whom the connection leads to. */
  private final class Round {
    private final int home;
    private int attempts;
    private Member last;

    Round(int home) {
      this.home = home;
    }

    InetSocketAddress next() {
      last = members.get((home + attempts++) % members.size());
      return last.address();
    }

    boolean isHome() {
      return last == members.get(home);
    }
  }

  /**
   * @param writers at each process
   * @param perSecond messages at each process, if the node takes them
   */
  PartsLoad(List<Member> members, List<User> users, Ledger ledger, int writers, double perSecond) {
    this.members = List.copyOf(members);
    this.users = List.copyOf(users);
    this.ledger = ledger;
    this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) * writers / perSecond);
    for (int i = 0; i < writers * members.size(); i++) {
      int number = i;
      writing.add(threads.submit(() -> write(number)));
    }
  }

  private void write(int number) {
    Random random = new Random(20261124 + number);
    User writer = users.get(number % users.size());
    Round round = new Round(number % members.size());
    boolean inSession = number / members.size() % 2 == 0;
    Optional<User> session = inSession ? Optional.of(writer) : Optional.empty();
    try (Courier courier = new Courier(ledger, round::next, SILENCE, session)) {
      while (!over) {
        User reader = users.get(random.nextInt(users.size()));
        Sent sent = Letters.to(writer, reader, writer.address() + " " + random.nextLong());
        handOver(courier, sent, round);
        LockSupport.parkNanos((long) (pauseNanos * 2 * random.nextDouble()));
      }
    }
  }

  private void handOver(Courier courier, Sent sent, Round round) {
    long begunMs = System.currentTimeMillis();
    round.attempts = 0;
    if (!courier.handOver(sent, PATIENCE)) {
      throw new AssertionError("not acknowledged in " + PATIENCE + ": " + sent.mid());
    }
    acks.add(new Ack(sent, round.last.number(), begunMs, System.currentTimeMillis()));
    if (!round.isHome()) {
      courier.disconnect();
    }
  }

  List<Ack> acks() {
    return List.copyOf(acks);
  }

  /** Lets everybody end what they have begun; nobody has given up. */
  void stop() throws Exception {
    over = true;
    for (Future<?> writer : writing) {
      writer.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
  }
}
