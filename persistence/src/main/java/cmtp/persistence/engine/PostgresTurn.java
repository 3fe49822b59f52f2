package cmtp.persistence.engine;

import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteTurn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of the pool, to write with. The server lets several write at once. */
final class PostgresTurn implements WriteTurn {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresTurn.class);

  private final Connection connection;
  private final PostgresStatements statements;
  private final Durability durability;
  private boolean open;
  private boolean closed;

  PostgresTurn(Connection connection, Durability durability) {
    this.connection = connection;
    this.statements = new PostgresStatements(connection);
    this.durability = durability;
  }

  @Override
  public Connection connection() {
    if (closed) {
      throw new IllegalStateException("this turn to write is over");
    }
    return connection;
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    connection();
    return statements.prepare(sql);
  }

  @Override
  public void begin() throws SQLException {
    connection().setAutoCommit(false);
    open = true;
    if (durability == Durability.LAZY) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCAL synchronous_commit = off");
      }
    }
  }

  @Override
  public void commit() throws SQLException {
    connection().commit();
    open = false;
    connection.setAutoCommit(true);
  }

  /** What was not committed is rolled back; if that fails, the server does it, with the session. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (connection) {
      statements.close();
      if (open) {
        connection.rollback();
      }
    } catch (SQLException lost) {
      LOG.debug("a connection was lost while writing: {}", lost.getMessage());
    }
  }
}
