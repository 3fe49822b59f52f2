package cmtp.node;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Looks into a node's database, also while the node runs. */
public final class Stored {
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 20_000_000L;

  private Stored() {}

  public static long number(Path database, String query) {
    String url = "jdbc:sqlite:" + database + "?open_mode=1&busy_timeout=30000";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(query, failed);
    }
  }

  public static long chunks(Path database) {
    return number(database, "SELECT count(*) FROM content_chunk");
  }

  public static long uploads(Path database) {
    return number(database, "SELECT count(*) FROM content_upload");
  }

  public static long events(Path database) {
    return number(database, "SELECT count(*) FROM event_journal");
  }

  /**
   * Looks until the number is the wanted one: for what the node does on its own, and tells nobody.
   */
  public static void await(Path database, String query, long wanted) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    long found = number(database, query);
    while (found != wanted) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(query + " is " + found + " and does not become " + wanted);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      found = number(database, query);
    }
  }

  /** No content is there that no event names: all uploads are confirmed or removed. */
  public static void awaitChunks(Path database, long wanted) {
    await(database, "SELECT count(*) FROM content_chunk", wanted);
    await(database, "SELECT count(*) FROM content_upload", 0);
  }
}
