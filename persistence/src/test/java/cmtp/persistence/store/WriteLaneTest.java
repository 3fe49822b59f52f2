package cmtp.persistence.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLaneTest {
  @TempDir private Path temp;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store =
        SqliteStore.open(
            temp, new StoreSettings(4, 64 << 20, Duration.ofMillis(300)), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void turnsComeInTheOrderOfTheQueue() throws Exception {
    List<Integer> order = new ArrayList<>();
    SqliteStore patient =
        SqliteStore.open(temp.resolve("patient"), StoreSettings.DEFAULT, Clock.systemUTC());
    WriteLane.Turn first = patient.lane().take(Durability.FULL);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  WriteLane.Turn turn = patient.lane().take(Durability.NORMAL);
                  order.add(number);
                  turn.close();
                } catch (SQLException failed) {
                  throw new AssertionError(failed);
                }
              });
      thread.start();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      threads.add(thread);
    }
    first.close();
    for (Thread thread : threads) {
      thread.join();
    }
    patient.close();
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), order);
  }

  @Test
  void aWriterThatNeverStopsDoesNotStarveAnother() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch wrote = new CountDownLatch(1);
    Thread writer =
        new Thread(
            () -> {
              try {
                for (int i = 0; done.getCount() > 0; i++) {
                  try (WriteLane.Turn turn = store.lane().take(Durability.NORMAL);
                      Statement statement = turn.connection().createStatement()) {
                    statement.execute("INSERT INTO content_chunk VALUES (" + i + ", x'00')");
                  }
                  wrote.countDown();
                }
              } catch (SQLException failed) {
                throw new AssertionError(failed);
              }
            });
    writer.start();
    wrote.await();
    for (int i = 0; i < 100; i++) {
      store.lane().take(Durability.FULL).close(); // times out if it is ever passed over for long
    }
    done.countDown();
    writer.join();
  }

  @Test
  void aTurnMayBeEndedByAnotherThread() throws Exception {
    WriteLane.Turn turn = store.lane().take(Durability.FULL);
    Thread other = new Thread(turn::close);
    other.start();
    other.join();
    store.lane().take(Durability.FULL).close();
    assertThrows(IllegalStateException.class, turn::connection);
  }

  @Test
  void waitingForATurnEndsAfterPatience() throws SQLException {
    WriteLane.Turn turn = store.lane().take(Durability.FULL);
    assertThrows(SQLTimeoutException.class, () -> store.lane().take(Durability.FULL));
    turn.close();
  }

  @Test
  void aTransactionLeftOpenIsRolledBack() throws SQLException {
    try (WriteLane.Turn turn = store.lane().take(Durability.FULL);
        Statement statement = turn.connection().createStatement()) {
      turn.begin();
      statement.execute("INSERT INTO content_chunk VALUES (1, x'00')");
    }
    assertEquals(0, count());
  }

  @Test
  void durabilityBelongsToTheTurn() throws SQLException {
    assertEquals(2, synchronous(Durability.FULL));
    assertEquals(1, synchronous(Durability.NORMAL));
    assertEquals(2, synchronous(Durability.FULL));
  }

  private int synchronous(Durability durability) throws SQLException {
    try (WriteLane.Turn turn = store.lane().take(durability);
        Statement statement = turn.connection().createStatement();
        ResultSet row = statement.executeQuery("PRAGMA synchronous")) {
      return row.getInt(1);
    }
  }

  @Test
  void readersNeitherWaitForTheLaneNorHoldIt() throws SQLException {
    WriteLane.Turn turn = store.lane().take(Durability.FULL);
    try (Connection connection = store.dataSource().getConnection();
        PreparedStatement select =
            connection.prepareStatement("  select count(*) from content_chunk");
        ResultSet row = select.executeQuery()) {
      assertTrue(row.next());
      assertTrue(connection.getAutoCommit());
      turn.close();
      store.lane().take(Durability.FULL).close(); // while the reader's cursor is open
    }
  }

  @Test
  void readersCanNotWrite() throws SQLException {
    Db db = store.readers().borrow();
    assertThrows(
        SQLException.class, () -> db.execute("INSERT INTO content_chunk VALUES (1, x'00')"));
    store.readers().giveBack(db);
  }

  @Test
  void aTransactionTakesTheLaneAndGivesItBackAtClose() throws SQLException {
    Connection connection = store.dataSource().getConnection();
    connection.setAutoCommit(false);
    assertThrows(SQLTimeoutException.class, () -> store.lane().take(Durability.FULL));
    insert(connection, 1);
    connection.commit();
    connection.setAutoCommit(true);
    assertThrows(SQLTimeoutException.class, () -> store.lane().take(Durability.FULL));
    connection.close();
    assertTrue(connection.isClosed());
    assertEquals(1, count());
  }

  @Test
  void aSingleWriteTakesTheLaneToo() throws SQLException {
    try (Connection connection = store.dataSource().getConnection()) {
      insert(connection, 1);
      assertThrows(SQLTimeoutException.class, () -> store.lane().take(Durability.FULL));
    }
    assertEquals(1, count());
  }

  @Test
  void aFailedTransactionLeavesNothingBehind() throws SQLException {
    Connection connection = store.dataSource().getConnection();
    connection.setAutoCommit(false);
    insert(connection, 1);
    assertThrows(SQLException.class, () -> insert(connection, 1));
    connection.close();
    assertEquals(0, count());
    assertThrows(SQLException.class, connection::createStatement);
  }

  @Test
  void aReaderMayBecomeAWriter() throws SQLException {
    try (Connection connection = store.dataSource().getConnection()) {
      assertFalse(connection.isReadOnly());
      connection.prepareStatement("SELECT 1").close();
      connection.setAutoCommit(false);
      insert(connection, 1);
      connection.commit();
    }
    assertEquals(1, count());
  }

  private static void insert(Connection connection, int key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO content_chunk VALUES (?, x'00')")) {
      insert.setInt(1, key);
      insert.executeUpdate();
    }
  }

  private long count() throws SQLException {
    Db db = store.readers().borrow();
    long count = db.numbers("SELECT count(*) FROM content_chunk")[0];
    store.readers().giveBack(db);
    return count;
  }

  @Test
  void aClosedLaneRefusesInsteadOfWaitingForEver() throws Exception {
    SqliteStore other =
        SqliteStore.open(temp.resolve("other"), StoreSettings.DEFAULT, Clock.systemUTC());
    other.close();
    CountDownLatch refused = new CountDownLatch(1);
    Thread late =
        new Thread(
            () -> {
              try {
                other.lane().take(Durability.FULL);
              } catch (SQLException expected) {
                refused.countDown();
              }
            });
    late.start();
    assertTrue(refused.await(10, TimeUnit.SECONDS));
  }
}
