package cmtp.persistence.engine;

import cmtp.persistence.store.Database;
import cmtp.persistence.store.Durability;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.store.WriteTurn;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * A PostgreSQL server with the node's tables. Journal, contents and all else have connections of
 * their own, so that none of them waits for another; each is bounded.
 */
final class PostgresDatabase implements Database {
  /** A writer, the readers, and one for the next reader while a dead one is being replaced. */
  private static final int CONTENT_CONNECTIONS = 5;

  private static final int OTHER_CONNECTIONS = 3;

  private final String server;
  private final HikariDataSource journal;
  private final HikariDataSource contents;
  private final HikariDataSource others;

  private PostgresDatabase(PostgresSettings settings, PostgresConnections connections) {
    this.server = connections.server();
    int rest = settings.connectionsMax() - CONTENT_CONNECTIONS - OTHER_CONNECTIONS;
    this.journal = connections.pool("journal", Math.max(1, rest));
    this.contents = connections.pool("contents", CONTENT_CONNECTIONS);
    this.others = connections.pool("others", OTHER_CONNECTIONS);
  }

  /**
   * Connects; creates and migrates the tables as needed.
   *
   * @throws StoreUnavailable if the server can't be used
   */
  static PostgresDatabase open(PostgresSettings settings, Clock clock) {
    PostgresConnections connections = PostgresConnections.of(settings);
    try (Connection connection = connections.patient()) {
      PostgresSchema.migrate(connection, connections.server(), clock.millis());
    } catch (SQLException failed) {
      throw new StoreUnavailable(PostgresErrors.describe(failed, connections.server()), failed);
    }
    return new PostgresDatabase(settings, connections);
  }

  String server() {
    return server;
  }

  DataSource journal() {
    return journal;
  }

  int journalConnections() {
    return journal.getMaximumPoolSize();
  }

  @Override
  public WriteTurn take(Durability wanted) throws SQLException {
    return new PostgresTurn(contents.getConnection(), wanted);
  }

  @Override
  public <T> T read(Query<T> query) throws SQLException {
    try (Connection connection = contents.getConnection();
        PostgresStatements statements = new PostgresStatements(connection)) {
      return query.on(statements);
    }
  }

  @Override
  public DataSource dataSource() {
    return others;
  }

  @Override
  public String describe(SQLException error) {
    return PostgresErrors.describe(error, server);
  }

  @Override
  public void close() {
    others.close();
    contents.close();
    journal.close();
  }
}
