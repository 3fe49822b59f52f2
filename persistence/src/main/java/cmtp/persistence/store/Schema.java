package cmtp.persistence.store;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables, and how each version of them becomes the next. Migrations are only ever added, at the
 * end; the version of a database is how many it has had.
 */
final class Schema {
  /** What the journal plugin expects (its own schema, in SQLite's words). */
  private static final List<String> JOURNAL =
      List.of(
          """
          CREATE TABLE event_journal (
            ordering INTEGER PRIMARY KEY AUTOINCREMENT,
            deleted BOOLEAN NOT NULL DEFAULT 0,
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            writer TEXT NOT NULL,
            write_timestamp INTEGER NOT NULL,
            adapter_manifest TEXT NOT NULL,
            event_payload BLOB NOT NULL,
            event_ser_id INTEGER NOT NULL,
            event_ser_manifest TEXT NOT NULL,
            meta_payload BLOB,
            meta_ser_id INTEGER,
            meta_ser_manifest TEXT)""",
          // The fence against two writers of one entity: a second event of a number is an error.
          """
          CREATE UNIQUE INDEX event_journal_pk
            ON event_journal (persistence_id, sequence_number)""",
          """
          CREATE TABLE event_tag (
            event_id INTEGER NOT NULL REFERENCES event_journal (ordering) ON DELETE CASCADE,
            tag TEXT NOT NULL,
            PRIMARY KEY (event_id, tag)) WITHOUT ROWID""",
          """
          CREATE TABLE snapshot (
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            created INTEGER NOT NULL,
            snapshot_ser_id INTEGER NOT NULL,
            snapshot_ser_manifest TEXT NOT NULL,
            snapshot_payload BLOB NOT NULL,
            meta_ser_id INTEGER,
            meta_ser_manifest TEXT,
            meta_payload BLOB,
            PRIMARY KEY (persistence_id, sequence_number))""");

  private static final List<String> CONTENT =
      List.of(
          // key = content id * 16384 + chunk number: the chunks of a message lie side by side.
          "CREATE TABLE content_chunk (key INTEGER PRIMARY KEY, data BLOB NOT NULL)",
          """
          CREATE TABLE content_upload (
            content_id INTEGER PRIMARY KEY,
            owner TEXT NOT NULL,
            started_ms INTEGER NOT NULL)""",
          // Every id below next_id may have been given out, whether or not it is still in use.
          "CREATE TABLE content_sequence (one INTEGER PRIMARY KEY, next_id INTEGER NOT NULL)",
          "INSERT INTO content_sequence VALUES (1, 1)");

  private static final List<String> TRACE =
      List.of(
          """
          CREATE TABLE trace (
            seq INTEGER PRIMARY KEY,
            mid BLOB NOT NULL,
            at_ms INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            place TEXT NOT NULL,
            detail TEXT NOT NULL,
            proof BLOB)""",
          "CREATE INDEX trace_mid ON trace (mid)",
          "CREATE INDEX trace_at ON trace (at_ms)");

  /** Which run wrote a mark; empty for those of before, which have all ended. */
  private static final List<String> RUN =
      List.of("ALTER TABLE content_upload ADD COLUMN run TEXT NOT NULL DEFAULT ''");

  private static final List<List<String>> MIGRATIONS =
      List.of(concat(JOURNAL, CONTENT), TRACE, RUN);

  private Schema() {}

  static int version() {
    return MIGRATIONS.size();
  }

  /**
   * Brings a database to {@link #version}, each step in a transaction of its own.
   *
   * @throws StoreUnavailable if the database is newer than this program
   */
  static void migrate(Db db, Path file, long nowMs) throws SQLException {
    db.execute(
        "CREATE TABLE IF NOT EXISTS schema_version"
            + " (version INTEGER PRIMARY KEY, applied_ms INTEGER NOT NULL)");
    long found = db.numbers("SELECT coalesce(max(version), 0) FROM schema_version")[0];
    if (found > version()) {
      throw new StoreUnavailable(
          file
              + " has schema version "
              + found
              + ", but this program knows only up to "
              + version()
              + ": it was written by a newer version; run that one");
    }
    for (int version = (int) found + 1; version <= version(); version++) {
      step(db, version, nowMs);
    }
  }

  private static void step(Db db, int version, long nowMs) throws SQLException {
    db.connection().setAutoCommit(false);
    try {
      for (String statement : MIGRATIONS.get(version - 1)) {
        db.execute(statement);
      }
      PreparedStatement done = db.prepare("INSERT INTO schema_version VALUES (?, ?)");
      done.setInt(1, version);
      done.setLong(2, nowMs);
      done.executeUpdate();
      db.connection().commit();
      db.connection().setAutoCommit(true);
    } finally {
      db.reset();
    }
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
