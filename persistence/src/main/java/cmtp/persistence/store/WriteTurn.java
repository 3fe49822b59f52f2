package cmtp.persistence.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The right to write, until closed. Not for two threads at once. */
public interface WriteTurn extends Statements, AutoCloseable {

  /** The writing connection; never to be closed or kept. */
  Connection connection();

  void begin() throws SQLException;

  /** If this fails, what was to be committed may be there or not. */
  void commit() throws SQLException;

  /** Gives the right to the next; a transaction left open is rolled back. */
  @Override
  void close();
}
