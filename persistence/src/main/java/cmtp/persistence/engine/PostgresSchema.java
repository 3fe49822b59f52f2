package cmtp.persistence.engine;

import cmtp.persistence.cluster.MemberTable;
import cmtp.persistence.store.SealedKeyTable;
import cmtp.persistence.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables on PostgreSQL, and how each version of them becomes the next. Migrations are only ever
 * added, at the end; the version of a database is how many it has had. Processes of the version
 * before may still run while one is made, so it must leave them what they use.
 *
 * <p>Texts are compared by their bytes, as in SQLite, whatever language the database speaks.
 */
final class PostgresSchema {
  /** Any number, as long as it is the same in every version. */
  private static final long LOCK = 0x63_6d_74_70_0001L;

  /** What the journal plugin expects (its own schema, with texts of any length). */
  private static final List<String> JOURNAL =
      List.of(
          """
          CREATE TABLE event_journal (
            ordering BIGSERIAL,
            persistence_id TEXT COLLATE "C" NOT NULL,
            sequence_number BIGINT NOT NULL,
            deleted BOOLEAN DEFAULT FALSE NOT NULL,
            writer TEXT COLLATE "C" NOT NULL,
            write_timestamp BIGINT,
            adapter_manifest TEXT COLLATE "C",
            event_ser_id INTEGER NOT NULL,
            event_ser_manifest TEXT COLLATE "C" NOT NULL,
            event_payload BYTEA NOT NULL,
            meta_ser_id INTEGER,
            meta_ser_manifest TEXT COLLATE "C",
            meta_payload BYTEA,
            -- The fence against two writers of one entity: a second event of a number is an error.
            PRIMARY KEY (persistence_id, sequence_number))""",
          "CREATE UNIQUE INDEX event_journal_ordering_idx ON event_journal (ordering)",
          """
          CREATE TABLE event_tag (
            event_id BIGINT NOT NULL REFERENCES event_journal (ordering) ON DELETE CASCADE,
            tag TEXT COLLATE "C" NOT NULL,
            PRIMARY KEY (event_id, tag))""",
          """
          CREATE TABLE snapshot (
            persistence_id TEXT COLLATE "C" NOT NULL,
            sequence_number BIGINT NOT NULL,
            created BIGINT NOT NULL,
            snapshot_ser_id INTEGER NOT NULL,
            snapshot_ser_manifest TEXT COLLATE "C" NOT NULL,
            snapshot_payload BYTEA NOT NULL,
            meta_ser_id INTEGER,
            meta_ser_manifest TEXT COLLATE "C",
            meta_payload BYTEA,
            PRIMARY KEY (persistence_id, sequence_number))""");

  private static final List<String> CONTENT =
      List.of(
          // key = content id * 16384 + chunk number: the chunks of a message lie side by side.
          "CREATE TABLE content_chunk (key BIGINT PRIMARY KEY, data BYTEA NOT NULL)",
          // What is sealed does not become smaller, and its length is known without reading it.
          "ALTER TABLE content_chunk ALTER COLUMN data SET STORAGE EXTERNAL",
          """
          CREATE TABLE content_upload (
            content_id BIGINT PRIMARY KEY,
            owner TEXT COLLATE "C" NOT NULL,
            started_ms BIGINT NOT NULL,
            run TEXT COLLATE "C" NOT NULL)""",
          // Every id below next_id may have been given out, whether or not it is still in use.
          "CREATE TABLE content_sequence (one INTEGER PRIMARY KEY, next_id BIGINT NOT NULL)",
          "INSERT INTO content_sequence VALUES (1, 1)");

  private static final List<String> TRACE =
      List.of(
          """
          CREATE TABLE trace (
            seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            mid BYTEA NOT NULL,
            at_ms BIGINT NOT NULL,
            kind INTEGER NOT NULL,
            place TEXT COLLATE "C" NOT NULL,
            detail TEXT COLLATE "C" NOT NULL,
            proof BYTEA)""",
          "CREATE INDEX trace_mid ON trace (mid)",
          "CREATE INDEX trace_at ON trace (at_ms)");

  private static final List<List<String>> MIGRATIONS =
      List.of(
          concat(JOURNAL, CONTENT, TRACE), MemberTable.createStatements(), SealedKeyTable.SCHEMA);

  private PostgresSchema() {}

  static int version() {
    return MIGRATIONS.size();
  }

  /**
   * Brings a database to {@link #version} in one transaction. Whoever starts beside this one waits
   * until it is done.
   *
   * @throws StoreUnavailable if the database is newer than this program, or can't keep promises
   */
  static void migrate(Connection connection, String server, long nowMs) throws SQLException {
    refuseUnsafe(connection, server);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS schema_version"
              + " (version INTEGER PRIMARY KEY, applied_ms BIGINT NOT NULL)");
      int found = found(statement);
      if (found > version()) {
        throw new StoreUnavailable(
            server
                + " has schema version "
                + found
                + ", but this program knows only up to "
                + version()
                + ": it was written by a newer version; run that one");
      }
      for (int version = found + 1; version <= version(); version++) {
        step(connection, statement, version, nowMs);
      }
      connection.commit();
    } finally {
      connection.rollback();
    }
  }

  private static int found(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void step(Connection connection, Statement statement, int version, long nowMs)
      throws SQLException {
    for (String sql : MIGRATIONS.get(version - 1)) {
      statement.execute(sql);
    }
    try (PreparedStatement done =
        connection.prepareStatement("INSERT INTO schema_version VALUES (?, ?)")) {
      done.setInt(1, version);
      done.setLong(2, nowMs);
      done.executeUpdate();
    }
  }

  /** Mail is acknowledged when the server says that it is on disk, and is text of any kind. */
  private static void refuseUnsafe(Connection connection, String server) throws SQLException {
    if (!setting(connection, "fsync").equals("on")) {
      throw new StoreUnavailable(server + " runs with fsync off, so mail would be lost with it");
    }
    if (!setting(connection, "server_encoding").equals("UTF8")) {
      throw new StoreUnavailable(server + " has a database that is not encoded in UTF8");
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  @SafeVarargs
  private static List<String> concat(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}
