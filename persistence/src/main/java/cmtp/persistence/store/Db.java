package cmtp.persistence.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * One connection to the database with the statements prepared on it, which stay open as long as it
 * does. For one thread at a time.
 */
public final class Db implements Statements, AutoCloseable {
  private static final int PAGE_BYTES = 4096;
  private static final int BUSY_MS = 30_000;
  private static final int WRITER_CACHE_KIB = 32 * 1024;
  private static final int READER_CACHE_KIB = 2 * 1024;
  private static final long WAL_BYTES_KEPT = 256L * 1024 * 1024;
  private static final int STATEMENTS_MAX = 64;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Db(Connection connection) {
    this.connection = connection;
  }

  /** The connection that writes; deleted content is overwritten with zeros (secure_delete). */
  static Db openWriter(Path file) throws SQLException {
    Db db = open(file);
    db.execute("PRAGMA page_size = " + PAGE_BYTES);
    db.execute("PRAGMA journal_mode = WAL");
    db.execute("PRAGMA wal_autocheckpoint = 0"); // the Checkpointer does it beside the writers
    db.execute("PRAGMA journal_size_limit = " + WAL_BYTES_KEPT);
    db.execute("PRAGMA secure_delete = ON");
    db.execute("PRAGMA foreign_keys = ON");
    db.execute("PRAGMA temp_store = MEMORY");
    db.execute("PRAGMA cache_size = -" + WRITER_CACHE_KIB);
    return db;
  }

  static Db openReader(Path file) throws SQLException {
    Db db = open(file);
    db.execute("PRAGMA query_only = ON");
    db.execute("PRAGMA cache_size = -" + READER_CACHE_KIB);
    return db;
  }

  static Db openCheckpointer(Path file) throws SQLException {
    Db db = open(file);
    db.execute("PRAGMA synchronous = NORMAL");
    db.execute("PRAGMA wal_autocheckpoint = 0");
    return db;
  }

  /** For a file that counts for nothing until all of it is written and synced. */
  static Db openLoader(Path file) throws SQLException {
    Db db = open(file);
    db.execute("PRAGMA page_size = " + PAGE_BYTES);
    db.execute("PRAGMA journal_mode = OFF");
    db.execute("PRAGMA synchronous = OFF");
    db.execute("PRAGMA cache_size = -" + WRITER_CACHE_KIB);
    return db;
  }

  private static Db open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_MS);
    return new Db(config.createConnection("jdbc:sqlite:" + file));
  }

  public Connection connection() {
    return connection;
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known != null) {
      return known;
    }
    if (prepared.size() >= STATEMENTS_MAX) {
      throw new IllegalStateException("statements are made from data: " + sql);
    }
    PreparedStatement fresh = connection.prepareStatement(sql);
    prepared.put(sql, fresh);
    return fresh;
  }

  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * The first row's columns as numbers, of a query that has at least one row.
   *
   * @throws SQLException also if there is no row
   */
  public long[] numbers(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("no row: " + sql);
      }
      long[] numbers = new long[row.getMetaData().getColumnCount()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = row.getLong(i + 1);
      }
      return numbers;
    }
  }

  /**
   * Ends a transaction that its owner left open. Then something failed, and the driver may have
   * closed the statement it failed on: all are prepared afresh.
   */
  void reset() throws SQLException {
    if (!connection.getAutoCommit()) {
      closeStatements();
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void closeStatements() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }

  @Override
  public void close() throws SQLException {
    closeStatements();
    connection.close();
  }
}
