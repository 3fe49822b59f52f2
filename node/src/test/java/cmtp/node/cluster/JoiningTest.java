package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cmtp.node.cluster.ClusterLab.Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Real actor systems on a real database, in one Java. */
class JoiningTest {
  /** So a member may leave 2 s after another one. */
  private static final Map<String, Object> REMEMBERED_BRIEFLY =
      Map.of("pekko.cluster.split-brain-resolver.stable-after", "1 s");

  @TempDir private static Path folder;
  private static ClusterLab lab;
  private static Path certificates;
  private static Path strangers;

  @BeforeAll
  static void start() throws Exception {
    lab = new ClusterLab();
    certificates = folder.resolve("certificates");
    strangers = folder.resolve("strangers");
    Certificates.make(certificates, "127.0.0.1", "node.example.org");
    Certificates.make(strangers, "127.0.0.1");
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    lab.emptyTables();
  }

  @AfterEach
  void closeAll() {
    lab.closeAll();
  }

  private static Process joined(Process process) throws InterruptedException {
    assertEquals(Joiner.Joined.INSTANCE, process.next());
    return process;
  }

  private static Process secured() throws IOException {
    return lab.start(ClusterLab.secured(certificates, "127.0.0.1"));
  }

  @Test
  void allWhoStartAtOnceAreOneClusterOverMutualTls() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(secured());
    }
    for (Process process : processes) {
      joined(process).awaitMembers(3);
      assertEquals(1, process.membership.epoch());
      assertTrue(process.readiness.view().quorum());
    }
    assertEquals(1, lab.epoch());
    ClusterLab.await(() -> lab.states().equals(List.of("UP", "UP", "UP")));
  }

  @Test
  void saysUnderItsOwnNameWhichClusterItIsIn() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(Joiner.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      joined(lab.start());
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
    assertTrue(
        lines.list.stream()
            .anyMatch(line -> line.getFormattedMessage().equals("the first process of cluster 1")),
        lines.list::toString);
  }

  @Test
  void whoLeavesTakesItsRowAlongAndTheOthersStay() throws Exception {
    Process first = joined(lab.start());
    Process second = joined(lab.start());
    Process third = joined(lab.start());
    third.awaitMembers(3);
    first.leave();
    assertEquals(List.of(Joiner.MayLeave.INSTANCE), List.copyOf(first.events));
    second.awaitMembers(2);
    assertEquals(List.of("UP", "UP"), lab.states());
    joined(lab.start()).awaitMembers(3);
    assertEquals(1, lab.epoch());
  }

  @Test
  void nobodyLeavesBeforeTheLastOneIsGoneForAWhile() throws Exception {
    Process first = joined(lab.start(REMEMBERED_BRIEFLY));
    Process second = joined(lab.start(REMEMBERED_BRIEFLY));
    Process third = joined(lab.start(REMEMBERED_BRIEFLY));
    third.awaitMembers(3);
    String gone = first.self();
    first.askToLeave();
    assertEquals(Joiner.MayLeave.INSTANCE, first.next());
    second.askToLeave();
    assertEquals(Joiner.MayLeave.INSTANCE, second.next());
    assertTrue(
        third.readiness.view().members().stream().noneMatch(one -> one.address().equals(gone)),
        third.readiness.view().toString());
  }

  @Test
  void whoIsDownedEndsAndLeavesTheRowsOfTheOthersAlone() throws Exception {
    Process first = joined(lab.start());
    Process second = joined(lab.start());
    Process third = joined(lab.start());
    third.awaitMembers(3);
    Cluster cluster = Cluster.get(first.system);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
    first.awaitEnd();
    second.awaitMembers(2);
    third.awaitMembers(2);
    ClusterLab.await(() -> lab.states().equals(List.of("UP", "UP")));
    assertTrue(second.events.isEmpty(), second.events.toString());
    assertTrue(third.events.isEmpty(), third.events.toString());
  }

  @Test
  void whoWasTakenForDeadEndsAtOnce() throws Exception {
    Process first = joined(lab.start());
    lab.run("UPDATE cluster_epoch SET epoch = epoch + 1");
    Joiner.Evicted evicted = assertInstanceOf(Joiner.Evicted.class, first.next());
    assertTrue(evicted.reason().contains("another cluster"), evicted.reason());
  }

  @Test
  void whoseRowIsGoneEndsAtOnce() throws Exception {
    Process first = joined(lab.start());
    lab.run("DELETE FROM cluster_member");
    Joiner.Evicted evicted = assertInstanceOf(Joiner.Evicted.class, first.next());
    assertTrue(evicted.reason().contains("cluster_member"), evicted.reason());
  }

  @Test
  void aNewClusterFormsAfterTheLeaseOfTheLastOne() throws Exception {
    joined(lab.start()).kill();
    assertEquals(List.of("UP"), lab.states());
    Process second = joined(lab.start());
    assertEquals(2, second.membership.epoch());
    assertEquals(List.of("UP"), lab.states());
  }

  @Test
  void isNotReadyWithoutADatabaseAndGoesOn() throws Exception {
    Process first = joined(lab.start());
    first.readiness.serving();
    first.awaitMembers(1);
    ClusterLab.await(first.readiness::isReady);
    lab.run("ALTER TABLE cluster_member RENAME TO away");
    ClusterLab.await(() -> !first.readiness.isDatabaseReachable());
    assertFalse(first.readiness.isReady());
    lab.run("ALTER TABLE away RENAME TO cluster_member");
    ClusterLab.await(first.readiness::isReady);
    assertTrue(first.events.isEmpty(), first.events.toString());
  }

  private void expectOutside(Process first, Process second) throws Exception {
    ClusterLab.await(() -> lab.states().equals(List.of("JOINING", "UP")));
    long before = beatOf(second);
    ClusterLab.await(() -> beatOf(second) > before + 15);
    assertTrue(second.events.isEmpty(), second.events.toString());
    first.awaitMembers(1);
    assertEquals(1, lab.epoch());
  }

  private static long beatOf(Process process) {
    return lab.rows().rows().stream()
        .filter(row -> row.address().equals(process.self()))
        .mapToLong(row -> row.beat())
        .findFirst()
        .orElse(0);
  }

  @Test
  void aStrangersCertificateLetsNobodyIn() throws Exception {
    Process first = joined(secured());
    expectOutside(first, lab.start(ClusterLab.secured(strangers, "127.0.0.1")));
  }

  @Test
  void theCertificateOfAnotherHostLetsNobodyIn() throws Exception {
    Process first = joined(secured());
    expectOutside(first, lab.start(ClusterLab.secured(certificates, "node.example.org")));
  }

  @Test
  void whoAskedAClusterThatIsGoneEndsInsteadOfFormingOne() throws Exception {
    Process first = joined(secured());
    Process second = lab.start(ClusterLab.secured(strangers, "127.0.0.1"));
    ClusterLab.await(() -> lab.states().equals(List.of("JOINING", "UP")));
    first.kill();
    assertInstanceOf(Joiner.Evicted.class, second.next());
    assertEquals(1, lab.epoch());
  }

  @Test
  void certificatesAreForTheirOwnerAloneAndNeverOverwritten() throws Exception {
    try (Stream<Path> files = Files.list(certificates)) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    byte[] before = Files.readAllBytes(certificates.resolve("127.0.0.1.p12"));
    assertEquals(1, Certificates.run(certificates, "127.0.0.1").exitValue());
    assertEquals(1, Certificates.run(certificates, "../else").exitValue());
    assertEquals(2, Certificates.run(certificates).exitValue());
    assertTrue(
        java.util.Arrays.equals(before, Files.readAllBytes(certificates.resolve("127.0.0.1.p12"))));
  }
}
