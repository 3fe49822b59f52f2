package cmtp.persistence.store;

import java.sql.SQLException;
import javax.sql.DataSource;

/** An open database with the node's tables, of either kind. */
public interface Database extends AutoCloseable {

  /** What is asked of one connection. */
  interface Query<T> {
    T on(Statements statements) throws SQLException;
  }

  /**
   * Waits for a turn to write; the turn may be ended by another thread.
   *
   * @throws SQLException if none came in time, or the database can't be reached or is closed
   */
  WriteTurn take(Durability wanted) throws SQLException;

  /** Asks a connection that only reads. */
  <T> T read(Query<T> query) throws SQLException;

  /** For journal and snapshots, and whoever has tables of his own. Commits wait for the disk. */
  DataSource dataSource();

  /** What an error means, in one sentence for a log or an operator. */
  String describe(SQLException error);

  @Override
  void close();
}
