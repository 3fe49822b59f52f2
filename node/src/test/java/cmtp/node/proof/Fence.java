package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.persistence.engine.PostgresSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the journal says of who wrote: each entity's events were written by one after the other, and
 * nobody came back after somebody else had begun.
 */
final class Fence {
  private static final String ROWS =
      " FROM (SELECT persistence_id, sequence_number, ordering, writer,"
          + " lag(writer) OVER entity AS writer_before, lag(ordering) OVER entity AS ordering_before,"
          + " lag(sequence_number) OVER entity AS number_before FROM event_journal"
          + " WINDOW entity AS (PARTITION BY persistence_id ORDER BY sequence_number)) event";
  private static final String INTERLEAVED =
      "SELECT persistence_id"
          + ROWS
          + " GROUP BY persistence_id HAVING count(DISTINCT writer)"
          + " <> count(*) FILTER (WHERE writer_before IS DISTINCT FROM writer)"
          + " OR bool_or(ordering < ordering_before) OR bool_or(sequence_number > number_before + 1)";
  private static final String HANDED_OVER =
      "SELECT count(*)" + ROWS + " WHERE writer_before <> writer";
  private static final String EVENTS = "SELECT count(*) FROM event_journal";

  private Fence() {}

  /** Returns how much was looked at, in words. */
  static String verify(PostgresSettings database) throws SQLException {
    try (Connection connection = EpochWatch.connect(database);
        Statement statement = connection.createStatement()) {
      assertEquals(List.of(), texts(statement, INTERLEAVED), "written by two at a time");
      return texts(statement, EVENTS).get(0)
          + " events, "
          + texts(statement, HANDED_OVER).get(0)
          + " changes of writer";
    }
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }
}
