package cmtp.persistence.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL. */
class MemberTableTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final int STARTERS = 8;
  private static EmbeddedPostgres postgres;

  private final List<MemberTable> tables = new ArrayList<>();
  private MemberTable table;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void makeTables() throws SQLException {
    run("DROP TABLE IF EXISTS cluster_member, cluster_epoch");
    for (int i = 0; i < 2; i++) {
      for (String statement : MemberTable.createStatements()) {
        run(statement);
      }
    }
    table = open();
  }

  @AfterEach
  void close() {
    tables.forEach(MemberTable::close);
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private MemberTable open() {
    MemberTable opened =
        new MemberTable(
            MemberConnections.to(
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", PATIENCE),
            PATIENCE);
    tables.add(opened);
    return opened;
  }

  private Set<String> states() {
    return table.look().rows().stream()
        .map(row -> row.incarnation() + " " + row.state() + " " + row.epoch())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void showsWhoIsThereWithBeatsThatGoUp() {
    Members first = table.announce(1, "a:1");
    assertEquals(0, first.epoch());
    assertEquals(0, first.rows().get(0).beat());
    MemberRow again = table.announce(1, "a:1").rows().get(0);
    assertEquals(1, again.beat());
    assertEquals("a:1", again.address());
    assertEquals(MemberState.WAITING, again.state());
    assertTrue(again.silentMs() < 5_000, again.toString());
  }

  @Test
  void theFirstOfManyFormsTheOnlyCluster() throws Exception {
    for (int round = 0; round < 20; round++) {
      makeTables();
      assertEquals(1, formAtOnce());
      assertEquals(1, table.look().epoch());
      assertEquals(
          1, table.look().rows().stream().filter(row -> row.state() == MemberState.UP).count());
      close();
      tables.clear();
    }
  }

  private long formAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(STARTERS);
    CyclicBarrier start = new CyclicBarrier(STARTERS);
    List<Future<Optional<Long>>> formed = new ArrayList<>();
    for (int i = 1; i <= STARTERS; i++) {
      MemberTable own = open();
      String address = "node" + i + ":1";
      long incarnation = i;
      formed.add(
          threads.submit(
              () -> {
                start.await();
                own.announce(incarnation, address);
                return own.form(incarnation, address, 0, Map.of());
              }));
    }
    long count = 0;
    for (Future<Optional<Long>> one : formed) {
      count += one.get().isPresent() ? 1 : 0;
    }
    threads.shutdown();
    return count;
  }

  @Test
  void joinsOnlyTheNewestClusterWithSomebodyInIt() {
    table.announce(1, "a:1");
    table.announce(2, "b:1");
    assertFalse(table.join(2, 0));
    assertEquals(Optional.of(1L), table.form(1, "a:1", 0, Map.of()));
    assertFalse(table.join(2, 0));
    assertTrue(table.join(2, 1));
    assertEquals(Set.of("1 UP 1", "2 JOINING 1"), states());
    table.remove(1);
    table.announce(3, "c:1");
    assertFalse(table.join(3, 1));
  }

  @Test
  void formsNoClusterBesideOneWhoseBeatHasMoved() {
    table.form(1, "a:1", 0, Map.of());
    table.announce(2, "b:1");
    assertEquals(Beat.NOTED, table.beat(1, 1, MemberState.UP));
    assertEquals(Optional.empty(), table.form(2, "b:1", 1, Map.of(1L, 0L)));
    assertEquals(Optional.empty(), table.form(2, "b:1", 1, Map.of()));
    assertEquals(Set.of("1 UP 1", "2 WAITING 0"), states());
    assertEquals(1, table.look().epoch());
    assertEquals(Optional.of(2L), table.form(2, "b:1", 1, Map.of(1L, 1L)));
    assertEquals(Set.of("2 UP 2"), states());
  }

  @Test
  void formsNoClusterBesideOneThatHasAsked() {
    table.form(1, "a:1", 0, Map.of());
    table.announce(2, "b:1");
    table.announce(3, "c:1");
    table.join(2, 1);
    assertEquals(Optional.empty(), table.form(3, "c:1", 1, Map.of(1L, 0L)));
  }

  @Test
  void formsWhereTheDeadAreGoneByNow() {
    table.form(1, "a:1", 0, Map.of());
    table.remove(1);
    assertEquals(Optional.of(2L), table.form(2, "b:1", 1, Map.of(1L, 0L)));
  }

  @Test
  void tellsAProcessOfADeadClusterSo() {
    table.form(1, "a:1", 0, Map.of());
    table.form(2, "b:1", 1, Map.of(1L, 0L));
    assertEquals(Beat.EPOCH_MOVED, table.beat(1, 1, MemberState.UP));
    assertEquals(Beat.NOTED, table.beat(2, 2, MemberState.UP));
  }

  @Test
  void tellsARemovedProcessSo() {
    table.form(1, "a:1", 0, Map.of());
    table.remove(1);
    assertEquals(Beat.ROW_GONE, table.beat(1, 1, MemberState.UP));
  }

  @Test
  void anAddressBelongsToItsLastIncarnation() {
    table.form(1, "a:1", 0, Map.of());
    table.announce(2, "a:1");
    assertEquals(Set.of("2 WAITING 0"), states());
    assertEquals(Beat.ROW_GONE, table.beat(1, 1, MemberState.UP));
  }

  private void bothAreUp() {
    table.announce(1, "a:1");
    table.form(1, "a:1", 0, Map.of());
    table.announce(2, "b:1");
    table.join(2, 1);
    table.beat(2, 1, MemberState.UP);
  }

  @Test
  void oneLeavesAtATime() {
    bothAreUp();
    assertTrue(table.leave(1, LEASE));
    assertTrue(table.leave(1, LEASE));
    assertFalse(table.leave(2, LEASE));
    assertEquals(Set.of("1 LEAVING 1", "2 UP 1"), states());
    table.remove(1);
    assertTrue(table.leave(2, LEASE));
    assertEquals(Set.of("2 LEAVING 1"), states());
  }

  @Test
  void whoDiedWhileLeavingKeepsNobodyWaiting() throws SQLException {
    bothAreUp();
    table.leave(1, LEASE);
    run("UPDATE cluster_member SET beat_at = beat_at - interval '11 s' WHERE incarnation = 1");
    assertTrue(table.leave(2, LEASE));
  }

  @Test
  void forgetsTheSilentOnly() throws SQLException {
    table.announce(1, "a:1");
    table.announce(2, "b:1");
    run("UPDATE cluster_member SET beat_at = beat_at - interval '2 hours' WHERE incarnation = 1");
    assertTrue(table.look().rows().get(0).silentMs() > 7_000_000);
    assertEquals(1, table.removeSilent(Duration.ofHours(1)));
    assertEquals(Set.of("2 WAITING 0"), states());
  }

  @Test
  void connectsAgainAfterItsConnectionWasCut() throws SQLException {
    table.announce(1, "a:1");
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'cmtp-member'");
    assertThrows(MembersUnavailable.class, () -> table.look());
    assertEquals(1, table.look().rows().size());
  }

  @Test
  void waitsForNobodyLongerThanItsPatience() throws SQLException {
    MemberTable hasty = new MemberTable(postgres.getPostgresDatabase(), Duration.ofSeconds(1));
    tables.add(hasty);
    try (Connection other = postgres.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE cluster_member");
      assertThrows(MembersUnavailable.class, () -> hasty.announce(1, "a:1"));
      other.rollback();
    }
    assertEquals(1, hasty.announce(1, "a:1").rows().size());
  }
}
