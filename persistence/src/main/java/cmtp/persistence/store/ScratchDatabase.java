package cmtp.persistence.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * A database for as long as its connection is open, in a file that nobody else sees and that is
 * gone afterwards (in SQLITE_TMPDIR, TMPDIR or /var/tmp).
 */
public final class ScratchDatabase {
  private ScratchDatabase() {}

  public static Connection open() throws SQLException {
    Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      return connection;
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }
}
