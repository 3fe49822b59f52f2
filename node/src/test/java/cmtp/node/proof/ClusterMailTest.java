package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FederationSetup;
import cmtp.node.TestNode.User;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Payload;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people see of a cluster: it does not matter which process they talk to, and little if one
 * dies.
 */
class ClusterMailTest {
  private static final int MAILBOXES = 12;
  private static final int QUEUED = 20;
  private static final Duration SECONDS = Duration.ofSeconds(10);

  /** To take over, and for a heartbeat, with which a session asks what it missed. */
  private static final Duration AFTER_A_DEATH = Duration.ofSeconds(120);

  private static AuthoritativeDns dns;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Ledger ledger = new Ledger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ClusterLab lab;

  @BeforeAll
  static void names() throws IOException {
    dns = AuthoritativeDns.start(0, List.of());
  }

  @AfterAll
  static void noNames() throws IOException {
    dns.close();
  }

  @BeforeEach
  void start() throws Exception {
    lab = ClusterLab.start("a.test", folder, 3, FederationSetup.settings("a.test", dns));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    lab.close();
  }

  /** How many entities of a kind a process has. */
  private static int entities(ClusterProcess one, String kind) throws Exception {
    JsonNode sharding = one.cluster().get("sharding").get(kind);
    return sharding == null ? 0 : sharding.get("entities").asInt();
  }

  /** What somebody hears of a mailbox. */
  private BlockingQueue<Payload.Watched> watch(User user, ClusterProcess through) {
    BlockingQueue<Payload.Watched> heard = new LinkedBlockingQueue<>();
    threads.execute(
        () -> {
          try (CmtpClient session = through.process().session(user)) {
            session.watch(
                0,
                AFTER_A_DEATH,
                report -> {
                  heard.add(report);
                  return true;
                });
          } catch (IOException over) {
            // nothing is heard any more
          }
        });
    return heard;
  }

  private void send(User to, ClusterProcess through) {
    Sent sent = Letters.to(to, to, "news " + System.nanoTime());
    try (Courier courier =
        new Courier(ledger, through::address, ServerProcess.TIMEOUT, Optional.empty())) {
      assertTrue(courier.handOver(sent, AFTER_A_DEATH));
    }
  }

  private static long change(BlockingQueue<Payload.Watched> heard, long after, Duration patience)
      throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until) {
      Payload.Watched report = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (report != null
          && report.kind() == Payload.Watched.Kind.CHANGE
          && report.modseq() > after) {
        return report.modseq();
      }
    }
    throw new AssertionError("nothing heard in " + patience);
  }

  /** With so many mailboxes, each process has some. */
  @Test
  @Tag("long") // who was watched by a dead process notices after a heartbeat of a minute
  void watchersHearOfMailWhereverTheMailboxLivesAndAfterItsProcessWasKilled() throws Exception {
    ClusterProcess a = lab.process(0);
    ClusterProcess b = lab.process(1);
    ClusterProcess c = lab.process(2);
    List<User> users = lab.open("watched", MAILBOXES);
    assertTrue(entities(b, "Mailbox") > 1, "no mailbox lives in the process that will be killed");
    Map<User, BlockingQueue<Payload.Watched>> heard = new ConcurrentHashMap<>();
    Map<User, Long> last = new ConcurrentHashMap<>();
    users.forEach(user -> heard.put(user, watch(user, a)));
    for (User user : users) {
      send(user, c);
      last.put(user, change(heard.get(user), 0, SECONDS));
    }
    b.kill();
    long killedNanos = System.nanoTime();
    users.parallelStream().forEach(user -> send(user, c));
    say("mail was taken %s after the kill".formatted(since(killedNanos)));
    for (User user : users) {
      change(heard.get(user), last.get(user), AFTER_A_DEATH);
    }
    say(
        "all watchers heard of it %s after the kill; load average %s"
            .formatted(since(killedNanos), ClusterLab.load()));
  }

  @Test
  void mailForAnotherDomainOutlivesTheProcessOfItsQueue() throws Exception {
    Address far = Address.of("bob", "b.test");
    try (FederatedNode other = new FederatedNode("b.test", "127.0.1.9", folder, dns)) {
      other.start();
      User bob = other.process().open(far);
      other.kill();
      List<User> writers = lab.open("writer", QUEUED / 4);
      List<Sent> sent = queue(writers, bob);
      ClusterProcess holder = holder();
      holder.kill();
      long killedNanos = System.nanoTime();
      other.start();
      ClusterLab.await(
          "all is delivered", ClusterLab.PATIENCE, () -> rows(other, bob).size() >= sent.size());
      say(
          "%d messages delivered %s after %s was killed; load average %s"
              .formatted(sent.size(), since(killedNanos), holder.name(), ClusterLab.load()));
      awaitEmptyQueue();
      ledger.verify(List.of(bob), () -> addressOf(other));
      assertEquals(sent.size(), rows(other, bob).size());
    }
  }

  private List<Sent> queue(List<User> writers, User reader) throws Exception {
    List<Sent> all = new ArrayList<>();
    for (User writer : writers) {
      try (Courier courier =
          new Courier(ledger, lab::next, ServerProcess.TIMEOUT, Optional.of(writer))) {
        for (int i = 0; i < QUEUED / writers.size(); i++) {
          Sent sent = Letters.to(writer, reader, "far " + writer.address() + " " + i);
          assertTrue(courier.handOver(sent, AFTER_A_DEATH));
          all.add(sent);
        }
      }
    }
    return all;
  }

  private ClusterProcess holder() throws Exception {
    for (ClusterProcess one : lab.processes()) {
      if (entities(one, "RemoteDomain") > 0) {
        return one;
      }
    }
    throw new AssertionError("nobody has the queue");
  }

  private static List<Payload.MessageRow> rows(FederatedNode node, User user) throws Exception {
    try (CmtpClient session = node.process().session(user)) {
      return Inbox.list(session);
    }
  }

  private static java.net.InetSocketAddress addressOf(FederatedNode node) {
    try {
      return node.process().address();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Nothing is left that might be delivered once more. */
  private void awaitEmptyQueue() throws Exception {
    ClusterLab.await(
        "the queue is empty",
        ClusterLab.PATIENCE,
        () -> {
          JsonNode queue = lab.alive().get(0).process().get("/v1/domains/b.test");
          return queue.path("waiting").asInt(-1) == 0;
        });
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void say(String what) {
    System.out.println("cluster mail: " + what);
  }
}
