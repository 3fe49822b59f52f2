package cmtp.persistence.content;

import cmtp.persistence.store.EntityIds;
import cmtp.persistence.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jumps through the journal's index from each id to the next. An event that the journal has marked
 * as deleted counts: it keeps the last one of an entity so.
 */
final class JdbcEntityIds implements EntityIds {
  private static final char SEPARATOR = '|';
  private static final char BEHIND_SEPARATOR = SEPARATOR + 1;
  private static final String NEXT =
      "SELECT persistence_id FROM event_journal WHERE persistence_id > ? AND persistence_id < ?"
          + " ORDER BY persistence_id LIMIT 1";

  private final ContentReader reader;

  JdbcEntityIds(ContentReader reader) {
    this.reader = reader;
  }

  @Override
  public CompletionStage<List<String>> list(String type, String after, int limit) {
    if (type.isEmpty() || type.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException("no type of entities: " + type);
    }
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(limit + " names at once");
    }
    return reader.run(db -> list(db, type, after, limit));
  }

  private static List<String> list(Statements db, String type, String after, int limit)
      throws SQLException {
    String prefix = type + SEPARATOR;
    List<String> names = new ArrayList<>();
    PreparedStatement next = db.prepare(NEXT);
    next.setString(1, prefix + after);
    next.setString(2, type + BEHIND_SEPARATOR);
    while (names.size() < limit) {
      try (ResultSet row = next.executeQuery()) {
        if (!row.next()) {
          break;
        }
        names.add(row.getString(1).substring(prefix.length()));
      }
      next.setString(1, prefix + names.get(names.size() - 1));
    }
    return names;
  }
}
