package cmtp.persistence.engine;

import cmtp.persistence.store.StoreUnavailable;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes connections that notice when the server is gone: it is asked before a connection that was
 * idle is used again, and what is silent for too long counts as lost.
 */
final class PostgresConnections {
  private static final Duration VALIDATION = Duration.ofSeconds(2);
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);
  private static final Duration LIFE = Duration.ofMinutes(30);
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final int PASSWORD_FILE_BYTES_MAX = 4096;

  /** Commits wait for the disk even if the server, the database or the role says otherwise. */
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  private final PostgresSettings settings;
  private final Optional<String> password;

  private PostgresConnections(PostgresSettings settings, Optional<String> password) {
    this.settings = settings;
    this.password = password;
  }

  /**
   * @throws StoreUnavailable if the password can't be read
   */
  static PostgresConnections of(PostgresSettings settings) {
    return new PostgresConnections(
        settings, settings.passwordFile().map(PostgresConnections::firstLine));
  }

  private static String firstLine(Path file) {
    try {
      if (Files.size(file) > PASSWORD_FILE_BYTES_MAX) {
        throw new StoreUnavailable("the password file " + file + " is too long");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("");
    } catch (IOException failed) {
      throw new StoreUnavailable("can't read the password file " + file + ": " + failed, failed);
    }
  }

  /** The server and the database, without parameters, among which secrets may be. */
  String server() {
    String url = settings.url();
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /** A connection that waits for a statement as long as it takes. */
  Connection patient() throws SQLException {
    PGSimpleDataSource source = source();
    source.setSocketTimeout(0);
    source.setLoginTimeout(seconds(settings.patience()));
    return source.getConnection();
  }

  HikariDataSource pool(String name, int connectionsMax) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("cmtp-" + name);
    config.setDataSource(source());
    config.setMaximumPoolSize(connectionsMax);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setValidationTimeout(VALIDATION.toMillis());
    config.setKeepaliveTime(KEEP_ALIVE.toMillis());
    config.setIdleTimeout(IDLE.toMillis());
    config.setMaxLifetime(LIFE.toMillis());
    config.setInitializationFailTimeout(-1); // the schema has been seen to; an outage is waited for
    config.setConnectionInitSql(DURABLE);
    return new HikariDataSource(config);
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(settings.url());
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    password.ifPresent(source::setPassword);
    source.setApplicationName("cmtp");
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(seconds(settings.patience()));
    source.setSocketTimeout(seconds(settings.silenceMax()));
    source.setReWriteBatchedInserts(false); // its counts would not tell which row was there before
    return source;
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.toSeconds()));
  }
}
