package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who write to users of other domains, each in a session and a thread of their own, until so
 * many messages are acknowledged. Who gets no answer connects again and sends the same bytes again.
 * What they write follows from a seed; how they get ahead of each other does not.
 */
final class Workload implements AutoCloseable {
  private static final int MINUTES_MAX = 5;
  private static final double NOBODY = 0.1;

  /** So many are longer than what is offered before it is sent. */
  private static final double LARGE = 0.05;

  private static final String PADDING = "x".repeat(20_000);

  /**
   * @param home keeps the user's mailbox
   */
  record Resident(FederatedNode home, User user) {}

  private final List<Resident> residents;
  private final int messages;
  private final long seed;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> writers = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sentAgain = new AtomicInteger();

  /** A message each that may be begun. */
  private final Semaphore allowed = new Semaphore(0);

  /** One each that was acknowledged and not awaited yet. */
  private final Semaphore answers = new Semaphore(0);

  Workload(List<Resident> residents, int messages, long seed) {
    this.residents = List.copyOf(residents);
    this.messages = messages;
    this.seed = seed;
  }

  void start() {
    for (Resident writer : residents) {
      Random random = new Random(seed + writers.size());
      writers.add(
          threads.submit(
              () -> {
                write(writer, random);
                return null;
              }));
    }
  }

  /** Lets the writers go on for so many messages. */
  void allow(int more) {
    allowed.release(more);
  }

  /** Waits until so many more are acknowledged. */
  void awaitAcknowledged(int more) throws InterruptedException {
    if (!answers.tryAcquire(more, MINUTES_MAX, TimeUnit.MINUTES)) {
      fail(acknowledged.size() + " acknowledged, and nothing goes on; seed " + seed);
    }
  }

  /** Waits until all are acknowledged. */
  void awaitEnd() throws Exception {
    allow(messages + residents.size());
    for (Future<?> writer : writers) {
      try {
        writer.get(MINUTES_MAX, TimeUnit.MINUTES);
      } catch (ExecutionException | TimeoutException failed) {
        throw new AssertionError("a writer failed; seed " + seed, failed);
      }
    }
  }

  List<Sent> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** How often a message was sent once more because no answer had come. */
  int sentAgain() {
    return sentAgain.get();
  }

  private void write(Resident writer, Random random) throws Exception {
    CmtpClient session = writer.home().process().session(writer.user());
    try {
      allowed.acquire();
      while (begun.incrementAndGet() <= messages) {
        session = handOver(compose(writer, random), writer, session);
        allowed.acquire();
      }
    } finally {
      session.close();
    }
  }

  private Sent compose(Resident writer, Random random) {
    List<Resident> others = residents.stream().filter(r -> r.home() != writer.home()).toList();
    Resident other = others.get(random.nextInt(others.size()));
    String text =
        writer.user().address()
            + " writes "
            + random.nextLong()
            + (random.nextDouble() < LARGE ? PADDING : "");
    if (random.nextDouble() < NOBODY) {
      Address nobody = Address.of("nobody" + random.nextInt(1000), other.home().domain());
      return Letters.toNobody(writer.user(), nobody, text);
    }
    return Letters.to(writer.user(), other.user(), text);
  }

  /** The session in which it went, at last. */
  private CmtpClient handOver(Sent sent, Resident writer, CmtpClient before) throws Exception {
    CmtpClient session = before;
    while (true) {
      try {
        if (session == null) {
          session = writer.home().process().session(writer.user());
        }
        if (isTaken(session.mail(sent.message(), bytes -> {}))) {
          acknowledged.add(sent);
          answers.release();
          return session;
        }
      } catch (IOException broken) {
        session = closed(session);
      }
      sentAgain.incrementAndGet();
    }
  }

  private static boolean isTaken(MailOutcome outcome) {
    if (outcome instanceof MailOutcome.Refused refused) {
      assertTrue(!refused.permanent(), refused.reason());
      return false;
    }
    return outcome instanceof MailOutcome.Receipt;
  }

  private static CmtpClient closed(CmtpClient session) throws IOException {
    if (session != null) {
      session.close();
    }
    return null;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
