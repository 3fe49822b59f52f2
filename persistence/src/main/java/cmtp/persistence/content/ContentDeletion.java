package cmtp.persistence.content;

import cmtp.persistence.store.WriteTurn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The chunks and marks of some contents on their way out; a unit is a chunk. */
final class ContentDeletion implements Deleter.Job {
  private static final String DELETE_CHUNKS =
      "DELETE FROM content_chunk WHERE key IN"
          + " (SELECT key FROM content_chunk WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?)";
  private static final String DELETE_MARK = "DELETE FROM content_upload WHERE content_id = ?";

  private final WriteOperation.Delete operation;
  private int index;

  ContentDeletion(WriteOperation.Delete operation) {
    this.operation = operation;
  }

  @Override
  public int advance(WriteTurn turn, int units) throws SQLException {
    if (isDone()) {
      return 1;
    }
    long contentId = operation.contentIds().get(index);
    PreparedStatement chunks = turn.prepare(DELETE_CHUNKS);
    chunks.setLong(1, ContentKeys.first(contentId));
    chunks.setLong(2, ContentKeys.last(contentId));
    chunks.setInt(3, units);
    int deleted = chunks.executeUpdate();
    if (deleted < units) {
      deleteMarks(turn, List.of(contentId));
      index++;
    }
    return Math.max(1, deleted);
  }

  /** In one batch: a group of messages has many, and each statement may be a journey. */
  static void deleteMarks(WriteTurn turn, List<Long> contentIds) throws SQLException {
    PreparedStatement mark = turn.prepare(DELETE_MARK);
    for (long contentId : contentIds) {
      mark.setLong(1, contentId);
      mark.addBatch();
    }
    mark.executeBatch();
  }

  @Override
  public boolean isDone() {
    return index == operation.contentIds().size();
  }

  @Override
  public void succeeded() {
    operation.done().complete(null);
  }

  @Override
  public WriteOperation operation() {
    return operation;
  }
}
