package cmtp.persistence.testing;

import cmtp.persistence.content.ContentSettings;
import cmtp.persistence.engine.MailStore;
import cmtp.persistence.engine.PostgresMailStore;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.engine.SqliteMailStore;
import cmtp.persistence.store.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Opens stores of one kind, one after the other on the same data; each is a run of its own. */
public final class TestEngine {
  private final Path directory;
  private final Optional<PostgresSettings> postgres;

  private TestEngine(Path directory, Optional<PostgresSettings> postgres) {
    this.directory = directory;
    this.postgres = postgres;
  }

  public static TestEngine sqlite(Path directory) {
    return new TestEngine(directory, Optional.empty());
  }

  /** On an empty database of the shared server. */
  public static TestEngine postgres(Path directory) {
    return postgres(directory, TestPostgres.shared().freshDatabase());
  }

  public static TestEngine postgres(Path directory, PostgresSettings settings) {
    return new TestEngine(directory, Optional.of(settings));
  }

  public MailStore open() {
    return open(ContentSettings.DEFAULT, Clock.systemUTC());
  }

  public MailStore open(ContentSettings settings, Clock clock) {
    String run = UUID.randomUUID().toString();
    return postgres.isPresent()
        ? PostgresMailStore.open(directory, postgres.get(), settings, run, clock)
        : SqliteMailStore.open(directory, StoreSettings.DEFAULT, settings, run, clock);
  }

  /** Keeps all others from writing until closed; they may read. */
  public Connection holdWriters(MailStore store) throws SQLException {
    Connection connection = store.dataSource().getConnection();
    connection.setAutoCommit(false);
    if (postgres.isPresent()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "LOCK TABLE event_journal, snapshot, content_chunk, content_upload, trace"
                + " IN EXCLUSIVE MODE");
      }
    }
    return connection;
  }

  public static void execute(MailStore store, String sql) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  public static long number(MailStore store, String sql) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
