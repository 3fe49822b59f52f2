package cmtp.persistence.content;

import cmtp.persistence.store.Database;
import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteTurn;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deletes a slice at a time. Freed pages are overwritten with zeros, so that deleting costs as much
 * as writing: a large deletion must not hold the lane, nor the insertions behind it. For the
 * writer's thread only.
 */
final class Deleter {
  /** A unit is a chunk, or what costs no more. */
  private static final int SLICE_UNITS_MAX = 64;

  /** One deletion under way. */
  interface Job {
    /** Goes on, for at most {@code units}; returns how many it used, at least 1. */
    int advance(WriteTurn turn, int units) throws SQLException;

    boolean isDone();

    /** Called after all of it is committed. */
    void succeeded();

    WriteOperation operation();
  }

  private final Database database;
  private final Deque<Job> jobs = new ArrayDeque<>();

  Deleter(Database database) {
    this.database = database;
  }

  void add(WriteOperation.Deletion operation) {
    if (operation instanceof WriteOperation.Delete delete) {
      jobs.add(new ContentDeletion(delete));
    } else if (operation instanceof WriteOperation.Forget forget) {
      jobs.add(new TraceDeletion(forget));
    }
  }

  boolean isIdle() {
    return jobs.isEmpty();
  }

  /** One transaction's worth. */
  void slice() {
    List<Job> finished = new ArrayList<>();
    try (WriteTurn turn = database.take(Durability.NORMAL)) {
      turn.begin();
      int units = SLICE_UNITS_MAX;
      while (units > 0 && !jobs.isEmpty()) {
        units -= jobs.peek().advance(turn, units);
        if (jobs.peek().isDone()) {
          finished.add(jobs.poll());
        }
      }
      turn.commit();
    } catch (SQLException failed) {
      StoreFailed failure = new StoreFailed("what was to be deleted could not be", failed);
      finished.forEach(job -> job.operation().done().completeExceptionally(failure));
      abandon(failure);
      return;
    }
    finished.forEach(Job::succeeded);
  }

  /**
   * Fails what is left. Contents are still garbage in their mailbox or queue, or marked, and come
   * again; the trace is asked to forget again anyway.
   */
  void abandon(StoreFailed failure) {
    for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
      job.operation().done().completeExceptionally(failure);
    }
  }
}
