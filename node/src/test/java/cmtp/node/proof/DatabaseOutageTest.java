package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode.User;
import cmtp.persistence.testing.TestPostgres;
import cmtp.persistence.testing.TestPostgres.Shutdown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database of a cluster goes away under load, in every way that there is. What was acknowledged
 * is in its rows; who asks meanwhile is told to come again; afterwards every mailbox works.
 */
class DatabaseOutageTest {
  private static final int MAILBOXES = 24;
  private static final Duration BACK = Duration.ofSeconds(30);
  private static final Duration NOTICED = Duration.ofSeconds(20);
  private static final Duration BETWEEN_BREAKS = Duration.ofSeconds(5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Ledger ledger = new Ledger();
  private ClusterLab lab;
  private List<User> users;
  private Probes probes;

  @BeforeEach
  void start() throws Exception {
    lab = ClusterLab.start(folder, 3);
    users = lab.open("user", MAILBOXES);
    probes = new Probes(users, ledger);
  }

  @AfterEach
  void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void nothingIsAcknowledgedWithoutARowInShortOutages() throws Exception {
    survives(Duration.ofSeconds(4), 1);
  }

  @Test
  @Tag("long")
  void nothingIsAcknowledgedWithoutARowInOutagesOfAMinute() throws Exception {
    survives(Duration.ofSeconds(60), 12);
  }

  private void survives(Duration outage, int breaks) throws Exception {
    TestPostgres postgres = lab.postgres();
    try (ClusterWatch watch = ClusterWatch.over(lab);
        ClusterLoad load = new ClusterLoad(lab, users, ledger, 8, 20)) {
      probes.allTakeMailSince(System.nanoTime(), lab::next);
      outage("fast shutdown", outage, () -> stop(postgres, Shutdown.FAST));
      outage("immediate shutdown", outage, () -> stop(postgres, Shutdown.IMMEDIATE));
      outage("kill -9", outage, () -> kill(postgres));
      breakConnections(breaks);
      load.check();
      load.stop();
      watch.verify(1);
      say(
          "%s; sent again %d times; load average %s"
              .formatted(ledger, load.sentAgain(), ClusterLab.load()));
    }
    everythingIsInTheRows();
  }

  private static Void stop(TestPostgres postgres, Shutdown how) throws Exception {
    postgres.stop(how);
    return null;
  }

  private static Void kill(TestPostgres postgres) throws Exception {
    postgres.kill();
    return null;
  }

  private void outage(String how, Duration outage, Callable<Void> end) throws Exception {
    end.call();
    long endedNanos = System.nanoTime();
    Duration noticed = ClusterLab.await("nobody is ready", NOTICED, () -> ready() == 0);
    int before = ledger.acknowledged();
    LockSupport.parkNanos(endedNanos + outage.toNanos() - System.nanoTime());
    assertEquals(0, ready(), "ready without a database");
    assertEquals(before, ledger.acknowledged(), "acknowledged without a database");
    lab.postgres().restart();
    long backNanos = System.nanoTime();
    Duration back = probes.allTakeMailSince(backNanos, lab::next);
    lab.awaitMembers(lab.processes().size());
    say(
        "%s: not ready after %s; service back %s after the database; load average %s"
            .formatted(how, noticed, back, ClusterLab.load()));
    assertTrue(back.compareTo(ClusterLab.onThisMachine(BACK)) <= 0, "service back after " + back);
  }

  private long ready() throws Exception {
    long ready = 0;
    for (ClusterProcess one : lab.processes()) {
      assertTrue(one.isAlive(), one.name() + " has ended");
      ready += one.process().isReady() ? 1 : 0;
    }
    return ready;
  }

  private void breakConnections(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      long nanos = System.nanoTime();
      lab.postgres().endSessions(lab.database());
      LockSupport.parkNanos(nanos + BETWEEN_BREAKS.toNanos() - System.nanoTime());
    }
    Duration back = probes.allTakeMailSince(System.nanoTime(), lab::next);
    say("connections ended %d times: service back after %s".formatted(times, back));
    assertTrue(back.compareTo(ClusterLab.onThisMachine(BACK)) <= 0, "service back after " + back);
  }

  /** A process that begins now knows nothing but them. */
  private void everythingIsInTheRows() throws Exception {
    for (ClusterProcess one : lab.processes()) {
      assertEquals(0, one.stop(), one.name());
    }
    ClusterProcess only = lab.process(0);
    only.start();
    ledger.verify(users, only::address);
    probes.allTakeMailSince(System.nanoTime(), only::address);
    ledger.verify(users, only::address);
  }

  private static void say(String what) {
    System.out.println("database outage: " + what);
  }
}
