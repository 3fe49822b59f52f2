package cmtp.persistence.archive;

import cmtp.persistence.store.SqliteFile;
import cmtp.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A store as it was at one moment, for as long as this is open: one read transaction on a
 * connection of its own. Writers are not held up; but what they write meanwhile can't be tidied
 * away (SQLite's log grows, PostgreSQL keeps old rows), so don't keep one open for longer than it
 * takes.
 */
public final class StoreView implements AutoCloseable {
  private static final int FETCH_ROWS = 100;
  private static final String DIRECTORY = "Directory|";
  private static final String DOMAINS =
      "SELECT DISTINCT persistence_id FROM event_journal"
          + " WHERE persistence_id > 'Directory|' AND persistence_id < 'Directory}'"
          + " ORDER BY persistence_id";
  private static final int CHUNK_BITS = 14;
  private static final String CHUNKS =
      "SELECT data FROM content_chunk WHERE key >= ? AND key < ? ORDER BY key";
  private static final String SIZE = "SELECT coalesce(sum(length(data)), 0) FROM content_chunk";

  private final Connection connection;
  private final String engine;

  private StoreView(Connection connection, String engine) {
    this.connection = connection;
    this.engine = engine;
  }

  /** Of an embedded store, whether or not a node has it open. */
  public static StoreView sqlite(Path directory) throws SQLException {
    return begun(SqliteFile.openToRead(directory), "sqlite");
  }

  /**
   * @param connection to PostgreSQL, fresh; closed with this view
   */
  public static StoreView postgres(Connection connection) throws SQLException {
    try {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
    return begun(connection, "postgresql");
  }

  private static StoreView begun(Connection connection, String engine) throws SQLException {
    StoreView view = new StoreView(connection, engine);
    try {
      connection.setAutoCommit(false);
      view.schemaVersion(); // from this first read on, it is that moment
      return view;
    } catch (SQLException | RuntimeException failed) {
      view.close();
      throw failed;
    }
  }

  public String engine() {
    return engine;
  }

  public long schemaVersion() throws SQLException {
    return number("SELECT coalesce(max(version), 0) FROM schema_version");
  }

  /** Bytes of all contents: about what an archive will have. Reads the whole table's lengths. */
  public long contentBytes() throws SQLException {
    return number(SIZE);
  }

  /** How many events and pieces of mail there are. */
  public long rows() throws SQLException {
    return number("SELECT count(*) FROM event_journal")
        + number("SELECT count(*) FROM content_chunk");
  }

  /** The domains that have accounts here or had some, by name. */
  public List<String> domains() throws SQLException {
    List<String> domains = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(DOMAINS)) {
      while (rows.next()) {
        domains.add(rows.getString(1).substring(DIRECTORY.length()));
      }
    }
    return domains;
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What SQLite finds wrong with its file; empty for other engines. Takes as long as a copy. */
  List<String> engineProblems() throws SQLException {
    List<String> problems = new ArrayList<>();
    if (engine.equals("sqlite")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("PRAGMA integrity_check(100)")) {
        while (rows.next()) {
          problems.add(rows.getString(1));
        }
      }
      problems.remove("ok");
    }
    return problems;
  }

  /** Tells every row, in the order that {@link RowSink} says. */
  void copyTo(RowSink sink) throws IOException, SQLException {
    try (Cursor snapshots = new Cursor(Table.SNAPSHOT);
        Cursor events = new Cursor(Table.EVENT)) {
      merge(snapshots, events, sink);
    }
    for (Table table : Table.values()) {
      boolean told = table == Table.SNAPSHOT || table == Table.EVENT;
      if (!told && exists(connection, table)) {
        try (Cursor rows = new Cursor(table)) {
          for (Row row = rows.next(); row != null; row = rows.next()) {
            sink.row(row);
          }
        }
      }
    }
  }

  /** Tells one entity's snapshots, then its events. */
  void entity(String id, RowSink sink) throws IOException, SQLException {
    for (Table table : List.of(Table.SNAPSHOT, Table.EVENT)) {
      try (Cursor rows = new Cursor(table, table.selectOne(), id)) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          sink.row(row);
        }
      }
    }
  }

  /** Takes the pieces of a content. */
  interface Pieces {
    void piece(Bytes piece) throws IOException;
  }

  void content(long contentId, Pieces pieces) throws IOException, SQLException {
    try (PreparedStatement chunks = connection.prepareStatement(CHUNKS)) {
      chunks.setLong(1, contentId << CHUNK_BITS);
      chunks.setLong(2, contentId + 1 << CHUNK_BITS);
      chunks.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = chunks.executeQuery()) {
        while (rows.next()) {
          pieces.piece(Bytes.wrap(rows.getBytes(1)));
        }
      }
    }
  }

  /** Not every engine has every table. */
  static boolean exists(Connection connection, Table table) throws SQLException {
    try (ResultSet found =
        connection.getMetaData().getTables(null, null, table.inDatabase(), null)) {
      return found.next();
    }
  }

  private static void merge(Cursor snapshots, Cursor events, RowSink sink)
      throws IOException, SQLException {
    Row snapshot = snapshots.next();
    Row event = events.next();
    while (snapshot != null || event != null) {
      if (event == null || snapshot != null && order(snapshot.text(0), event.text(0)) <= 0) {
        sink.row(snapshot);
        snapshot = snapshots.next();
      } else {
        sink.row(event);
        event = events.next();
      }
    }
  }

  /** As the databases order texts: by their bytes. */
  static int order(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The rows of one table, few at a time; null behind the last one. */
  private final class Cursor implements AutoCloseable {
    private final Table table;
    private final PreparedStatement statement;
    private final ResultSet rows;

    Cursor(Table table) throws SQLException {
      this(table, table.select());
    }

    Cursor(Table table, String sql, String... arguments) throws SQLException {
      this.table = table;
      this.statement = connection.prepareStatement(sql);
      try {
        for (int i = 0; i < arguments.length; i++) {
          statement.setString(i + 1, arguments[i]);
        }
        statement.setFetchSize(FETCH_ROWS);
        rows = statement.executeQuery();
      } catch (SQLException | RuntimeException failed) {
        statement.close();
        throw failed;
      }
    }

    Row next() throws SQLException {
      if (!rows.next()) {
        return null;
      }
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < table.columns().size(); i++) {
        values.add(value(table.columns().get(i).kind(), i + 1));
      }
      return new Row(table, values);
    }

    private Object value(Table.Kind kind, int at) throws SQLException {
      Object value =
          switch (kind) {
            case NUMBER -> rows.getLong(at);
            case FLAG -> rows.getBoolean(at) ? 1L : 0L;
            case TEXT -> rows.getString(at);
            case BYTES -> bytes(rows.getBytes(at));
          };
      return rows.wasNull() ? null : value;
    }

    private static Bytes bytes(byte[] found) {
      return found == null ? Bytes.EMPTY : Bytes.wrap(found);
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }
}
