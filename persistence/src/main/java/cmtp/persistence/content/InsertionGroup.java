package cmtp.persistence.content;

import cmtp.persistence.store.WriteTurn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Insertions that go into one transaction, in few statements: each may be a journey. */
final class InsertionGroup {
  private static final String INSERT_CHUNK =
      "INSERT INTO content_chunk (key, data) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String INSERT_MARK =
      "INSERT INTO content_upload (content_id, owner, started_ms, run) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private final String run;
  private final List<WriteOperation.Append> appends = new ArrayList<>();
  private final List<WriteOperation.Note> notes = new ArrayList<>();

  /**
   * @param run marks the uploads
   */
  InsertionGroup(String run) {
    this.run = run;
  }

  void add(WriteOperation.Insertion insertion) {
    if (insertion instanceof WriteOperation.Append append) {
      appends.add(append);
    } else if (insertion instanceof WriteOperation.Note note) {
      notes.add(note);
    }
  }

  /** Returns what to do once committed. A chunk written before fails alone, not its group. */
  List<Runnable> write(WriteTurn turn) throws SQLException {
    List<Runnable> outcomes = new ArrayList<>();
    List<WriteOperation.Append> written = new ArrayList<>();
    int[] counts = appends.isEmpty() ? new int[0] : writeChunks(turn);
    for (int i = 0; i < counts.length; i++) {
      WriteOperation.Append append = appends.get(i);
      if (counts[i] == 1) {
        written.add(append);
        outcomes.add(() -> append.done().complete(null));
      } else {
        StoreFailed failure = new StoreFailed("this chunk was written before", null);
        outcomes.add(() -> append.done().completeExceptionally(failure));
      }
    }
    if (!written.isEmpty()) {
      writeMarks(turn, written);
    }
    for (WriteOperation.Note note : notes) {
      TraceRows.insert(turn, note.entries());
      outcomes.add(() -> note.done().complete(null));
    }
    return outcomes;
  }

  private int[] writeChunks(WriteTurn turn) throws SQLException {
    PreparedStatement chunk = turn.prepare(INSERT_CHUNK);
    for (WriteOperation.Append append : appends) {
      chunk.setLong(1, ContentKeys.of(append.contentId(), append.chunkNo()));
      chunk.setBytes(2, append.chunk().unsafeArray());
      chunk.addBatch();
    }
    return chunk.executeBatch();
  }

  private void writeMarks(WriteTurn turn, List<WriteOperation.Append> written) throws SQLException {
    PreparedStatement mark = turn.prepare(INSERT_MARK);
    Set<Long> marked = new HashSet<>();
    for (WriteOperation.Append append : written) {
      if (marked.add(append.contentId())) {
        mark.setLong(1, append.contentId());
        mark.setString(2, append.owner());
        mark.setLong(3, append.atMs());
        mark.setString(4, run);
        mark.addBatch();
      }
    }
    mark.executeBatch();
  }
}
