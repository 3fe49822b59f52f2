package cmtp.persistence.content;

import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteLane;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deletes contents a slice at a time. Freed pages are overwritten with zeros, so that deleting
 * costs as much as writing: a large deletion must not hold the lane, nor the appends behind it. For
 * the writer's thread only.
 */
final class ContentDeleter {
  private static final int SLICE_CHUNKS_MAX = 64;
  private static final String DELETE_CHUNKS =
      "DELETE FROM content_chunk WHERE key IN"
          + " (SELECT key FROM content_chunk WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?)";
  private static final String DELETE_MARK = "DELETE FROM content_upload WHERE content_id = ?";

  private static final class Job {
    private final WriteOperation.Delete operation;
    private int index;

    Job(WriteOperation.Delete operation) {
      this.operation = operation;
    }

    boolean isDone() {
      return index == operation.contentIds().size();
    }
  }

  private final WriteLane lane;
  private final Deque<Job> jobs = new ArrayDeque<>();

  ContentDeleter(WriteLane lane) {
    this.lane = lane;
  }

  void add(WriteOperation.Delete operation) {
    jobs.add(new Job(operation));
  }

  boolean isIdle() {
    return jobs.isEmpty();
  }

  /** One transaction's worth. */
  void slice() {
    List<Job> finished = new ArrayList<>();
    try (WriteLane.Turn turn = lane.take(Durability.NORMAL)) {
      turn.begin();
      int budget = SLICE_CHUNKS_MAX;
      while (budget > 0 && !jobs.isEmpty()) {
        budget -= advance(turn, jobs.peek(), budget);
        if (jobs.peek().isDone()) {
          finished.add(jobs.poll());
        }
      }
      turn.commit();
    } catch (SQLException failed) {
      StoreFailed failure = new StoreFailed("contents could not be deleted", failed);
      finished.forEach(job -> job.operation.done().completeExceptionally(failure));
      abandon(failure);
      return;
    }
    finished.forEach(job -> job.operation.done().complete(null));
  }

  /** Returns what it used of the budget, at least 1. */
  private static int advance(WriteLane.Turn turn, Job job, int budget) throws SQLException {
    if (job.isDone()) {
      return 1;
    }
    long contentId = job.operation.contentIds().get(job.index);
    PreparedStatement chunks = turn.prepare(DELETE_CHUNKS);
    chunks.setLong(1, ContentKeys.first(contentId));
    chunks.setLong(2, ContentKeys.last(contentId));
    chunks.setInt(3, budget);
    int deleted = chunks.executeUpdate();
    if (deleted < budget) {
      deleteMark(turn, contentId);
      job.index++;
    }
    return Math.max(1, deleted);
  }

  static void deleteMark(WriteLane.Turn turn, long contentId) throws SQLException {
    PreparedStatement mark = turn.prepare(DELETE_MARK);
    mark.setLong(1, contentId);
    mark.executeUpdate();
  }

  /** Fails what is left: it is still garbage in its mailbox, or marked, and comes again. */
  void abandon(StoreFailed failure) {
    for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
      job.operation.done().completeExceptionally(failure);
    }
  }
}
