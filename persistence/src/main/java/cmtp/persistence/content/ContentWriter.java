package cmtp.persistence.content;

import cmtp.persistence.store.Durability;
import cmtp.persistence.store.SqliteErrors;
import cmtp.persistence.store.SqliteStore;
import cmtp.persistence.store.WriteLane;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes contents and the trace. Whatever waits when its turn in the lane comes
 * goes into one transaction; that transaction does not wait for the disk (see {@link
 * Durability#NORMAL}).
 */
final class ContentWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentWriter.class);
  private static final long LAZY_MS = 1000;
  private static final int GROUP_OPERATIONS_MAX = 1000;
  private static final String INSERT_CHUNK = "INSERT INTO content_chunk VALUES (?, ?)";
  private static final String INSERT_MARK = "INSERT OR IGNORE INTO content_upload VALUES (?, ?, ?)";

  private final WriteLane lane;
  private final Path file;
  private final WriteQueue queue;
  private final ContentIds ids;
  private final Deleter deleter;
  private final long groupBytesMax;
  private Optional<WriteOperation> next = Optional.empty();
  private boolean stopped;
  private boolean failing;

  ContentWriter(SqliteStore store, WriteQueue queue, ContentIds ids, ContentSettings settings) {
    this.lane = store.lane();
    this.file = store.file();
    this.queue = queue;
    this.ids = ids;
    this.deleter = new Deleter(lane);
    this.groupBytesMax = settings.groupBytesMax();
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        if (next.isEmpty()) {
          next = queue.poll(deleter.isIdle() ? LAZY_MS : 0);
        }
        step();
      } catch (InterruptedException interrupted) {
        LOG.debug("interrupts do not end the content writer; closing the store does");
      }
    }
  }

  private void step() {
    if (next.isEmpty()) {
      confirm();
    } else if (next.get() instanceof WriteOperation.Insertion first) {
      write(first);
    } else if (next.get() instanceof WriteOperation.Deletion deletion) {
      next = Optional.empty();
      deleter.add(deletion);
    } else if (next.get() instanceof WriteOperation.Stop stop) {
      stop(stop);
    }
    if (!deleter.isIdle()) {
      deleter.slice();
    }
    reserveIds();
  }

  /**
   * Writes a group that begins with {@code first}, and leaves what did not fit in {@link #next}.
   */
  private void write(WriteOperation.Insertion first) {
    List<WriteOperation> group = new ArrayList<>();
    List<Runnable> outcomes = new ArrayList<>();
    try (WriteLane.Turn turn = lane.take(Durability.NORMAL)) {
      turn.begin();
      long bytes = 0;
      next = Optional.of(first);
      while (next.isPresent() && next.get() instanceof WriteOperation.Insertion one) {
        group.add(one);
        outcomes.add(insert(turn, one));
        bytes += one.bytes();
        boolean fits = bytes < groupBytesMax && group.size() < GROUP_OPERATIONS_MAX;
        next = fits ? queue.poll() : Optional.empty();
      }
      for (WriteOperation.Confirm confirmation : queue.takeConfirmations()) {
        group.add(confirmation);
        outcomes.add(removeMarks(turn, confirmation));
      }
      turn.commit();
    } catch (SQLException failed) {
      fail(group.isEmpty() ? List.of(first) : group, failed);
      return;
    }
    succeeded();
    outcomes.forEach(Runnable::run);
  }

  /** Returns what to do once committed. */
  private static Runnable insert(WriteLane.Turn turn, WriteOperation.Insertion insertion)
      throws SQLException {
    if (insertion instanceof WriteOperation.Note note) {
      TraceRows.insert(turn, note.entries());
      return () -> note.done().complete(null);
    }
    return insert(turn, (WriteOperation.Append) insertion);
  }

  /** A chunk written twice fails alone, not its group. */
  private static Runnable insert(WriteLane.Turn turn, WriteOperation.Append append)
      throws SQLException {
    try {
      PreparedStatement chunk = turn.prepare(INSERT_CHUNK);
      chunk.setLong(1, ContentKeys.of(append.contentId(), append.chunkNo()));
      chunk.setBytes(2, append.chunk().unsafeArray());
      chunk.executeUpdate();
      PreparedStatement mark = turn.prepare(INSERT_MARK);
      mark.setLong(1, append.contentId());
      mark.setString(2, append.owner());
      mark.setLong(3, append.atMs());
      mark.executeUpdate();
    } catch (SQLException refused) {
      if (!SqliteErrors.isConstraint(refused)) {
        throw refused;
      }
      StoreFailed failure = new StoreFailed("this chunk was written before", refused);
      return () -> append.done().completeExceptionally(failure);
    }
    return () -> append.done().complete(null);
  }

  private static Runnable removeMarks(WriteLane.Turn turn, WriteOperation.Confirm confirmation)
      throws SQLException {
    for (long contentId : confirmation.contentIds()) {
      ContentDeletion.deleteMark(turn, contentId);
    }
    return () -> confirmation.done().complete(null);
  }

  /** Removes marks when nothing else is to be done. */
  private void confirm() {
    List<WriteOperation.Confirm> confirmations = queue.takeConfirmations();
    if (confirmations.isEmpty()) {
      return;
    }
    try (WriteLane.Turn turn = lane.take(Durability.NORMAL)) {
      turn.begin();
      for (WriteOperation.Confirm confirmation : confirmations) {
        removeMarks(turn, confirmation);
      }
      turn.commit();
    } catch (SQLException failed) {
      fail(confirmations, failed);
      return;
    }
    confirmations.forEach(confirmation -> confirmation.done().complete(null));
  }

  private void fail(List<? extends WriteOperation> operations, SQLException failed) {
    String what = SqliteErrors.describe(failed, file);
    if (!failing) {
      LOG.error("contents can't be written: {}", what);
    }
    failing = true;
    StoreFailed failure = new StoreFailed(what, failed);
    operations.forEach(operation -> operation.done().completeExceptionally(failure));
  }

  private void succeeded() {
    if (failing) {
      LOG.info("contents can be written again");
    }
    failing = false;
  }

  private void reserveIds() {
    if (!ids.isLow()) {
      return;
    }
    try {
      ids.reserve(lane);
    } catch (SQLException failed) {
      LOG.error("no content ids reserved: {}", SqliteErrors.describe(failed, file));
    }
  }

  private void stop(WriteOperation.Stop stop) {
    confirm();
    deleter.abandon(new StoreFailed("the store was closed", null));
    stopped = true;
    stop.done().complete(null);
  }
}
