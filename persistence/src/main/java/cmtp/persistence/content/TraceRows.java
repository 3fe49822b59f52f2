package cmtp.persistence.content;

import cmtp.persistence.store.Statements;
import cmtp.persistence.store.WriteTurn;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The trace's table. */
final class TraceRows {
  private static final String INSERT =
      "INSERT INTO trace (mid, at_ms, kind, place, detail, proof) VALUES (?, ?, ?, ?, ?, ?)";
  private static final String DELETE =
      "DELETE FROM trace WHERE seq IN"
          + " (SELECT seq FROM trace WHERE at_ms < ? ORDER BY at_ms LIMIT ?)";
  private static final String FIND =
      "SELECT mid, at_ms, kind, place, detail, proof FROM trace WHERE mid BETWEEN ? AND ?"
          + " ORDER BY mid, seq LIMIT "
          + TraceStore.FOUND_MAX;

  private TraceRows() {}

  static void insert(WriteTurn turn, List<TraceEntry> entries) throws SQLException {
    PreparedStatement row = turn.prepare(INSERT);
    for (TraceEntry entry : entries) {
      row.setBytes(1, entry.mid().value().unsafeArray());
      row.setLong(2, entry.atMs());
      row.setInt(3, entry.kind().ordinal());
      row.setString(4, storable(entry.place()));
      row.setString(5, storable(entry.detail()));
      row.setBytes(6, entry.proof().isEmpty() ? null : entry.proof().unsafeArray());
      row.addBatch();
    }
    row.executeBatch();
  }

  /** PostgreSQL has no NUL in texts, and one bad note must not fail those beside it. */
  private static String storable(String text) {
    return text.replace('\0', '\ufffd');
  }

  /** Returns how many were deleted: fewer than {@code rowsMax} if these were all. */
  static int deleteBefore(WriteTurn turn, long beforeMs, int rowsMax) throws SQLException {
    PreparedStatement delete = turn.prepare(DELETE);
    delete.setLong(1, beforeMs);
    delete.setInt(2, rowsMax);
    return delete.executeUpdate();
  }

  static List<TraceEntry> find(Statements db, Bytes prefix) throws SQLException {
    byte[] last = new byte[MessageId.BYTES];
    Arrays.fill(last, (byte) 0xff);
    prefix.copyTo(last, 0);
    PreparedStatement query = db.prepare(FIND);
    query.setBytes(1, prefix.unsafeArray());
    query.setBytes(2, last);
    List<TraceEntry> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(entry(rows));
      }
    }
    return found;
  }

  private static TraceEntry entry(ResultSet row) throws SQLException {
    byte[] proof = row.getBytes(6);
    return new TraceEntry(
        new MessageId(Bytes.wrap(row.getBytes(1))),
        row.getLong(2),
        kind(row.getInt(3)),
        row.getString(4),
        row.getString(5),
        proof == null ? Bytes.EMPTY : Bytes.wrap(proof));
  }

  private static TraceKind kind(int number) throws SQLException {
    TraceKind[] kinds = TraceKind.values();
    if (number < 0 || number >= kinds.length) {
      throw new SQLException("the trace has an entry of an unknown kind: " + number);
    }
    return kinds[number];
  }
}
