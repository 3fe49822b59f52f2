package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.persistence.engine.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at the rows of a cluster all along: in which epochs are there processes that beat? */
final class EpochWatch implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final String UP =
      "SELECT DISTINCT epoch FROM cluster_member WHERE state = 'UP'"
          + " AND beat_at > clock_timestamp() - interval '2 s'";

  private final PostgresSettings database;
  private final Thread looking = new Thread(this::look, "epoch-watch");
  private final Set<Long> epochs = new TreeSet<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private int looks;
  private volatile boolean over;

  EpochWatch(PostgresSettings database) {
    this.database = database;
    looking.setDaemon(true);
    looking.start();
  }

  static Connection connect(PostgresSettings database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), "");
  }

  private void look() {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      while (!over) {
        epochs.addAll(numbers(statement, "SELECT epoch FROM cluster_epoch"));
        List<Long> up = numbers(statement, UP);
        if (up.size() > 1) {
          wrong.add("up in several epochs: " + up);
        }
        looks++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (SQLException failed) {
      wrong.add(failed.toString());
    }
  }

  private static List<Long> numbers(Statement statement, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }

  /** Ends, and returns the epochs seen; processes were never up in two of them at once. */
  Set<Long> verified() {
    close();
    assertEquals(List.of(), wrong);
    return epochs;
  }

  int looks() {
    return looks;
  }

  @Override
  public void close() {
    over = true;
    try {
      looking.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
