package cmtp.persistence.content;

import cmtp.persistence.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the marks of uploads. There are few: those under way, and those that were left. */
final class UploadMarks {
  private static final int PAGE = 1000;
  private static final String RUNS = "SELECT DISTINCT run FROM content_upload";
  private static final String MARKS =
      "SELECT content_id, owner, started_ms, run FROM content_upload WHERE content_id > ?"
          + " ORDER BY content_id LIMIT "
          + PAGE;

  private UploadMarks() {}

  static Set<String> runs(Statements statements) throws SQLException {
    Set<String> runs = new HashSet<>();
    try (ResultSet rows = statements.prepare(RUNS).executeQuery()) {
      while (rows.next()) {
        runs.add(rows.getString(1));
      }
    }
    return runs;
  }

  static List<PendingUpload> of(Statements statements, Set<String> runs) throws SQLException {
    List<PendingUpload> found = new ArrayList<>();
    PreparedStatement query = statements.prepare(MARKS);
    long after = 0;
    int seen = PAGE;
    while (seen == PAGE && found.size() < ContentStore.PENDING_MAX) {
      seen = 0;
      query.setLong(1, after);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          seen++;
          after = rows.getLong(1);
          if (runs.contains(rows.getString(4)) && found.size() < ContentStore.PENDING_MAX) {
            found.add(new PendingUpload(after, rows.getString(2), rows.getLong(3)));
          }
        }
      }
    }
    return found;
  }
}
