package cmtp.persistence.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir private Path temp;

  private static SqliteStore open(Path directory) {
    return SqliteStore.open(directory, StoreSettings.DEFAULT, Clock.systemUTC());
  }

  @Test
  void makesAPrivateDirectoryWithPrivateFiles() throws IOException {
    Path directory = temp.resolve("a/data");
    try (SqliteStore store = open(directory)) {
      assertEquals(directory, store.directory());
      assertEquals("rwx------", mode(directory));
      try (var files = Files.list(directory)) {
        List<Path> all = files.toList();
        assertTrue(all.contains(store.file()));
        all.forEach(file -> assertEquals("rw-------", mode(file), file.toString()));
      }
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void refusesADirectoryThatThisProcessUses() {
    try (SqliteStore first = open(temp)) {
      StoreUnavailable refused = assertThrows(StoreUnavailable.class, () -> open(temp));
      assertTrue(refused.getMessage().contains(temp.toString()), refused.getMessage());
      assertTrue(
          refused.getMessage().contains("" + ProcessHandle.current().pid()), refused.getMessage());
      assertEquals(temp, first.directory());
    }
    open(temp).close();
  }

  @Test
  void refusesADirectoryThatAnotherProcessUses() throws Exception {
    Process other = ChildJvm.start(HoldsAStore.class, temp.toString());
    try {
      assertEquals("open", ChildJvm.line(other));
      StoreUnavailable refused = assertThrows(StoreUnavailable.class, () -> open(temp));
      assertTrue(
          refused.getMessage().contains("in use by process " + other.pid()), refused.getMessage());
    } finally {
      other.destroyForcibly();
    }
    assertTrue(other.waitFor(30, TimeUnit.SECONDS));
    open(temp).close(); // a killed process leaves no lock behind
  }

  /** Opens a store and waits to be killed. */
  static final class HoldsAStore {
    public static void main(String[] arguments) throws IOException {
      open(Path.of(arguments[0]));
      System.out.println("open");
      System.in.read();
    }
  }

  @Test
  void refusesADatabaseOfANewerVersionAndNamesBoth() throws SQLException {
    open(temp).close();
    int newer = Schema.version() + 3;
    sql("INSERT INTO schema_version VALUES (" + newer + ", 0)");
    StoreUnavailable refused = assertThrows(StoreUnavailable.class, () -> open(temp));
    assertTrue(refused.getMessage().contains("version " + newer), refused.getMessage());
    assertTrue(refused.getMessage().contains("up to " + Schema.version()), refused.getMessage());
    assertThrows(StoreUnavailable.class, () -> open(temp), "the lock was not given back");
  }

  @Test
  void migratesAnEmptyDatabaseOnce() throws SQLException {
    sql("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_ms INTEGER NOT NULL)");
    open(temp).close();
    try (SqliteStore store = open(temp)) {
      Db db = store.readers().borrow();
      assertArrayEquals(
          new long[] {Schema.version()}, db.numbers("SELECT count(*) FROM schema_version"));
      assertArrayEquals(new long[] {0}, db.numbers("SELECT count(*) FROM event_journal"));
      store.readers().giveBack(db);
    }
  }

  @Test
  void migratesADatabaseOfVersionOneAndKeepsWhatIsInIt() throws Exception {
    Path script = Path.of("src/test/resources/schema/version-1.sql");
    for (String statement : Files.readString(script).split(";\n")) {
      sql(statement);
    }
    try (SqliteStore store = open(temp)) {
      Db db = store.readers().borrow();
      assertArrayEquals(
          new long[] {Schema.version(), Schema.version()},
          db.numbers("SELECT count(*), max(version) FROM schema_version"));
      for (String table :
          List.of("event_journal", "event_tag", "snapshot", "content_chunk", "content_upload")) {
        assertArrayEquals(new long[] {1}, db.numbers("SELECT count(*) FROM " + table), table);
      }
      assertArrayEquals(new long[] {1}, db.numbers("SELECT data = X'616263' FROM content_chunk"));
      assertArrayEquals(new long[] {65_537}, db.numbers("SELECT next_id FROM content_sequence"));
      assertArrayEquals(new long[] {0}, db.numbers("SELECT count(*) FROM trace"));
      store.readers().giveBack(db);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("mail.db"));
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  @Test
  void saysWhenTheFileIsNoDatabase() throws IOException {
    Files.write(temp.resolve("mail.db"), "x".repeat(5000).getBytes(StandardCharsets.US_ASCII));
    StoreUnavailable refused = assertThrows(StoreUnavailable.class, () -> open(temp));
    assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
  }

  @Test
  void saysWhenTheDirectoryCanNotBeMade() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    StoreUnavailable refused =
        assertThrows(StoreUnavailable.class, () -> open(file.resolve("data")));
    assertTrue(refused.getMessage().contains("can't create"), refused.getMessage());
  }

  @Test
  void saysWhenTheDiskIsFull() throws SQLException {
    try (SqliteStore store = open(temp);
        WriteLane.Turn turn = store.lane().take(Durability.FULL);
        Statement statement = turn.connection().createStatement()) {
      statement.execute("PRAGMA max_page_count = 40"); // what SQLite answers on a full disk, too
      SQLException full =
          assertThrows(
              SQLException.class,
              () -> statement.execute("INSERT INTO content_chunk VALUES (1, zeroblob(1000000))"));
      assertTrue(SqliteErrors.describe(full, store.file()).startsWith("the disk is full"));
    }
  }

  @Test
  void deletedContentIsOverwrittenByTheNextCheckpoint() throws Exception {
    String secret = "a-secret-that-is-long-enough-to-be-unique";
    try (SqliteStore store = open(temp)) {
      try (WriteLane.Turn turn = store.lane().take(Durability.FULL);
          Statement statement = turn.connection().createStatement()) {
        statement.execute("INSERT INTO content_chunk VALUES (1, CAST('" + secret + "' AS BLOB))");
        statement.execute(
            "INSERT INTO content_chunk VALUES (2, CAST('" + secret.repeat(1000) + "' AS BLOB))");
      }
      Db db = store.readers().borrow();
      assertEquals(2, db.numbers("SELECT count(*) FROM content_chunk")[0]);
      store.readers().giveBack(db);
      assertTrue(contains(secret), "the search finds nothing");
      try (WriteLane.Turn turn = store.lane().take(Durability.FULL);
          Statement statement = turn.connection().createStatement()) {
        statement.execute("DELETE FROM content_chunk");
      }
    }
    assertFalse(contains(secret));
  }

  private boolean contains(String secret) throws IOException {
    try (var files = Files.list(temp)) {
      for (Path file : files.toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void aLargeLogIsCarriedIntoTheDatabaseAndBegunAnew() throws Exception {
    long logBytesMax = 1 << 20;
    StoreSettings settings = new StoreSettings(4, logBytesMax, StoreSettings.DEFAULT.patience());
    try (SqliteStore store = SqliteStore.open(temp, settings, Clock.systemUTC())) {
      Path log = temp.resolve("mail.db-wal");
      // Far more than could pass if the log were never begun anew.
      for (int i = 0; i < 4000; i++) {
        try (WriteLane.Turn turn = store.lane().take(Durability.NORMAL);
            Statement statement = turn.connection().createStatement()) {
          statement.execute("INSERT INTO content_chunk VALUES (" + i + ", randomblob(64000))");
        }
      }
      assertTrue(Files.size(log) < 4000L * 64_000 / 2, "the log has " + Files.size(log));
      assertTrue(Files.size(store.file()) > logBytesMax);
    }
    assertFalse(Files.exists(temp.resolve("mail.db-wal")));
  }
}
