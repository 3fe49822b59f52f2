package cmtp.persistence.archive;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Fills an empty store within one transaction, which the owner of the connection commits when
 * everything came. A row that breaks a constraint fails the whole.
 */
public final class StoreLoader implements RowSink, AutoCloseable {
  private static final int BATCH_ROWS_MAX = 1000;
  private static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;
  private static final List<String> COUNTERS = List.of("event_journal.ordering", "trace.seq");

  private final Connection connection;
  private final boolean postgres;
  private final Map<Table, PreparedStatement> inserts = new EnumMap<>(Table.class);
  private final EnumMap<Table, Long> counts = new EnumMap<>(Table.class);
  private Table table = Table.SNAPSHOT;
  private int batchRows;
  private int batchBytes;
  private final Map<String, Bytes> sealedKeys = new HashMap<>();

  /**
   * @param connection with the tables, without auto-commit
   */
  public StoreLoader(Connection connection) throws SQLException {
    this.connection = connection;
    this.postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM content_sequence"); // the schema's own first row
    }
  }

  /** Whether nothing is stored: neither mail nor accounts nor what became of them. */
  public static boolean isEmpty(Connection connection) throws SQLException {
    for (Table table : Table.values()) {
      if (table != Table.SEQUENCE && StoreView.exists(connection, table)) {
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery("SELECT 1 FROM " + table.inDatabase() + " LIMIT 1")) {
          if (row.next()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * Takes a whole archive.
   *
   * @param files hears of each file that came with the store
   * @throws DamagedArchive if it is not whole: then don't commit
   */
  public ArchiveSummary load(InputStream archive, Consumer<KeptFile> files, LongConsumer progress)
      throws IOException, SQLException {
    ArchiveSummary summary = StoreArchive.read(archive, new Loading(files), progress);
    finish();
    return summary;
  }

  /** Takes everything that a view sees. */
  public ArchiveSummary load(StoreView view, LongConsumer rows) throws IOException, SQLException {
    long[] count = new long[1];
    view.copyTo(
        row -> {
          row(row);
          rows.accept(++count[0]);
        });
    finish();
    return ArchiveSummary.of(List.of(), counts);
  }

  private final class Loading implements StoreArchive.Reading {
    private final Consumer<KeptFile> files;

    Loading(Consumer<KeptFile> files) {
      this.files = files;
    }

    @Override
    public void header(ArchiveHeader header) {
      // Nothing in it is stored.
    }

    @Override
    public void file(KeptFile file) {
      files.accept(file);
    }

    @Override
    public void row(Row row) throws SQLException {
      StoreLoader.this.row(row);
    }
  }

  @Override
  public void row(Row row) throws SQLException {
    if (row.table() == Table.SERVER_KEY && !StoreView.exists(connection, row.table())) {
      sealedKeys.put(row.text(0), row.bytes(1));
      return;
    }
    if (row.table() != table || batchRows >= BATCH_ROWS_MAX || batchBytes >= BATCH_BYTES_MAX) {
      flush();
      table = row.table();
    }
    PreparedStatement insert = insert(table);
    for (int i = 0; i < row.values().size(); i++) {
      set(insert, i + 1, table.columns().get(i).kind(), row.values().get(i));
    }
    insert.addBatch();
    batchRows++;
    batchBytes += row.weight();
    counts.merge(table, 1L, Long::sum);
  }

  private PreparedStatement insert(Table into) throws SQLException {
    PreparedStatement known = inserts.get(into);
    if (known == null) {
      boolean given = postgres && into == Table.TRACE;
      known = connection.prepareStatement(into.insert(given ? "OVERRIDING SYSTEM VALUE " : ""));
      inserts.put(into, known);
    }
    return known;
  }

  private static void set(PreparedStatement insert, int at, Table.Kind kind, Object value)
      throws SQLException {
    if (value == null) {
      insert.setNull(at, type(kind));
    } else if (kind == Table.Kind.FLAG) {
      insert.setBoolean(at, (Long) value != 0);
    } else if (value instanceof Long number) {
      insert.setLong(at, number);
    } else if (value instanceof String text) {
      insert.setString(at, text);
    } else {
      insert.setBytes(at, ((Bytes) value).unsafeArray());
    }
  }

  private static int type(Table.Kind kind) {
    return switch (kind) {
      case NUMBER -> Types.BIGINT;
      case FLAG -> Types.BOOLEAN;
      case TEXT -> Types.VARCHAR;
      case BYTES -> Types.BINARY;
    };
  }

  private void flush() throws SQLException {
    if (batchRows > 0) {
      insert(table).executeBatch();
      batchRows = 0;
      batchBytes = 0;
    }
  }

  /** Writes the rest, and lets counters go on behind what came (SQLite's do by themselves). */
  private void finish() throws SQLException {
    flush();
    if (counts.getOrDefault(Table.SEQUENCE, 0L) != 1) {
      throw new SQLException("the archive has no content sequence");
    }
    if (postgres) {
      for (String counter : COUNTERS) {
        advance(counter.split("\\.")[0], counter.split("\\.")[1]);
      }
    }
  }

  private void advance(String inTable, String column) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement
          .executeQuery(
              String.format(
                  "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'),"
                      + " coalesce((SELECT max(%2$s) FROM %1$s), 0) + 1, false)",
                  inTable, column))
          .close();
    }
  }

  /** The server's keys by their slots, sealed for a cluster, if they have no place here. */
  public Map<String, Bytes> sealedKeys() {
    return Map.copyOf(sealedKeys);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement insert : inserts.values()) {
      insert.close();
    }
  }
}
