package cmtp.persistence.engine;

import cmtp.persistence.archive.KeptFile;
import cmtp.persistence.archive.StoreLoader;
import cmtp.persistence.archive.StoreView;
import cmtp.persistence.store.DataDirectory;
import cmtp.persistence.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;

/** A database on a PostgreSQL server; a filling is one transaction there. */
public record PostgresPlace(Path directory, PostgresSettings settings) implements Place {
  private static final String OTHERS =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND pid <> pg_backend_pid() AND application_name = 'cmtp'";

  @Override
  public StoreView view() throws SQLException {
    return StoreView.postgres(connect());
  }

  @Override
  public Filling fill(Clock clock) throws SQLException {
    PostgresConnections connections = PostgresConnections.of(settings);
    DataDirectory held = DataDirectory.hold(directory);
    try {
      Connection connection = connections.patient();
      try {
        PostgresSchema.migrate(connection, connections.server(), clock.millis());
        connection.setAutoCommit(false);
        mustBeEmptyAndAlone(connection);
        return new FillingDatabase(held, connection, new StoreLoader(connection), directory);
      } catch (SQLException | RuntimeException failed) {
        connection.close();
        throw failed;
      }
    } catch (SQLException | RuntimeException failed) {
      held.close();
      throw failed;
    }
  }

  private void mustBeEmptyAndAlone(Connection connection) throws SQLException {
    mustBeAlone(connection);
    if (!StoreLoader.isEmpty(connection)) {
      throw new StoreUnavailable(
          "there is a store in " + describe() + " already: restore into an empty database");
    }
  }

  private void mustBeAlone(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OTHERS)) {
      row.next();
      if (row.getLong(1) > 0) {
        throw new StoreUnavailable(
            describe() + " is in use by a node: stop every node of it first");
      }
    }
  }

  @Override
  public AutoCloseable hold() throws SQLException {
    DataDirectory held = DataDirectory.hold(directory);
    try (Connection connection = connect()) {
      mustBeAlone(connection);
      return held;
    } catch (SQLException | RuntimeException failed) {
      held.close();
      throw failed;
    }
  }

  /** A database can't be put aside from here; its owner is told to. */
  @Override
  public void retire(long nowMs) {
    // Nothing to be done.
  }

  @Override
  public List<KeptFile> files() throws IOException {
    return DirectoryFiles.read(directory);
  }

  @Override
  public String describe() {
    return "PostgreSQL at " + PostgresConnections.of(settings).server();
  }

  private Connection connect() throws SQLException {
    return PostgresConnections.of(settings).patient();
  }

  private record FillingDatabase(
      DataDirectory held, Connection connection, StoreLoader loader, Path directory)
      implements Filling {
    @Override
    public void keep(KeptFile kept) {
      DirectoryFiles.write(directory, kept);
    }

    @Override
    public void complete() throws SQLException {
      connection.commit();
    }

    @Override
    public void close() throws SQLException {
      try {
        connection.rollback();
        connection.close();
      } finally {
        held.close();
      }
    }
  }
}
