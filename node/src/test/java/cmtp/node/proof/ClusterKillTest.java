package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes on one database take mail, and are killed one after the other: what was
 * acknowledged is there, once; the others take over; the one that was killed comes back.
 */
class ClusterKillTest {
  private static final int MAILBOXES = 48;
  private static final Duration BACK = Duration.ofSeconds(30);
  private static final Duration ACKNOWLEDGED = Duration.ofSeconds(60);
  private static final double SHARE = 0.99;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static ClusterLab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = ClusterLab.start(folder, 3);
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void nothingAcknowledgedIsLostOrDoubledInTwoKills() throws Exception {
    survives("short", 2, Duration.ZERO);
  }

  @Test
  @Tag("long")
  void nothingAcknowledgedIsLostOrDoubledInTenKillsInTenMinutes() throws Exception {
    survives("long", 10, Duration.ofMinutes(1));
  }

  private static void survives(String name, int kills, Duration pace) throws Exception {
    List<User> users = lab.open(name, MAILBOXES);
    Ledger ledger = new Ledger();
    Probes probes = new Probes(users, ledger);
    Duration slowest = Duration.ZERO;
    try (ClusterWatch watch = ClusterWatch.over(lab);
        ClusterLoad load = new ClusterLoad(lab, users, ledger, 8, 20)) {
      say("probes without a kill took " + probes.allTakeMailSince(System.nanoTime(), lab::next));
      for (int kill = 0; kill < kills; kill++) {
        long startedNanos = System.nanoTime();
        Duration back = kill(kill, probes);
        slowest = back.compareTo(slowest) > 0 ? back : slowest;
        load.check();
        LockSupport.parkNanos(startedNanos + pace.toNanos() - System.nanoTime());
      }
      load.stop();
      ledger.verify(users, lab::next);
      watch.verify(1);
      say(
          "%s; sent again %d times; %d looks; slowest service back %s; load average %s"
              .formatted(ledger, load.sentAgain(), watch.looks(), slowest, ClusterLab.load()));
    }
    assertTrue(ledger.shareWithin(ACKNOWLEDGED) >= SHARE, ledger::toString);
    assertTrue(
        slowest.compareTo(ClusterLab.onThisMachine(BACK)) <= 0, "service back after " + slowest);
  }

  /**
   * Every other time the process comes back at once, as under a supervisor; else only when the
   * others have taken over.
   */
  private static Duration kill(int number, Probes probes) throws Exception {
    ClusterProcess victim = lab.process(number % lab.processes().size());
    boolean atOnce = number % 2 == 0;
    long killedNanos = System.nanoTime();
    victim.kill();
    List<ClusterProcess> survivors = lab.alive();
    CompletableFuture<Void> restart = atOnce ? restart(victim) : null;
    AtomicInteger turn = new AtomicInteger();
    Duration back =
        probes.allTakeMailSince(
            killedNanos, () -> survivors.get(turn.getAndIncrement() % survivors.size()).address());
    restart = atOnce ? restart : restart(victim);
    restart.get(ClusterLab.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    lab.awaitMembers(lab.processes().size());
    say(
        "%s killed, %s: service back after %s, all three after %s; load average %s"
            .formatted(
                victim.name(),
                atOnce ? "restarted at once" : "restarted when service was back",
                back,
                Duration.ofNanos(System.nanoTime() - killedNanos),
                ClusterLab.load()));
    return back;
  }

  private static CompletableFuture<Void> restart(ClusterProcess victim) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            victim.start();
          } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
          }
        });
  }

  private static void say(String what) {
    System.out.println("cluster kill: " + what);
  }
}
