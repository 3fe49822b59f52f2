package cmtp.persistence.content;

import cmtp.persistence.store.Database;
import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteTurn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes contents and the trace. Whatever waits when its turn in the lane comes
 * goes into one transaction, which is as durable as {@link Durability#NORMAL} says. A mark whose
 * removal is undone by a crash only brings about one more question, later.
 */
final class ContentWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentWriter.class);
  private static final long LAZY_MS = 1000;
  private static final int GROUP_OPERATIONS_MAX = 1000;

  private final Database database;
  private final String run;
  private final WriteQueue queue;
  private final ContentIds ids;
  private final Deleter deleter;
  private final long groupBytesMax;
  private Optional<WriteOperation> next = Optional.empty();
  private boolean stopped;
  private boolean failing;

  /**
   * @param run marks the uploads
   */
  ContentWriter(
      Database database, String run, WriteQueue queue, ContentIds ids, ContentSettings settings) {
    this.database = database;
    this.run = run;
    this.queue = queue;
    this.ids = ids;
    this.deleter = new Deleter(database);
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
    List<WriteOperation> group = new ArrayList<>(List.of(first));
    List<Runnable> outcomes = new ArrayList<>();
    next = Optional.empty();
    try (WriteTurn turn = database.take(Durability.NORMAL)) {
      turn.begin();
      outcomes.addAll(gather(first, group).write(turn));
      List<WriteOperation.Confirm> confirmations = queue.takeConfirmations();
      group.addAll(confirmations);
      outcomes.addAll(removeMarks(turn, confirmations));
      turn.commit();
    } catch (SQLException failed) {
      fail(group, failed);
      return;
    }
    succeeded();
    outcomes.forEach(Runnable::run);
  }

  private InsertionGroup gather(WriteOperation.Insertion first, List<WriteOperation> group) {
    InsertionGroup insertions = new InsertionGroup(run);
    insertions.add(first);
    long bytes = first.bytes();
    while (bytes < groupBytesMax && group.size() < GROUP_OPERATIONS_MAX) {
      next = queue.poll();
      if (next.isEmpty() || !(next.get() instanceof WriteOperation.Insertion one)) {
        break;
      }
      next = Optional.empty();
      group.add(one);
      insertions.add(one);
      bytes += one.bytes();
    }
    return insertions;
  }

  private static List<Runnable> removeMarks(
      WriteTurn turn, List<WriteOperation.Confirm> confirmations) throws SQLException {
    List<Long> contentIds = new ArrayList<>();
    List<Runnable> outcomes = new ArrayList<>();
    for (WriteOperation.Confirm confirmation : confirmations) {
      contentIds.addAll(confirmation.contentIds());
      outcomes.add(() -> confirmation.done().complete(null));
    }
    ContentDeletion.deleteMarks(turn, contentIds);
    return outcomes;
  }

  /** Removes marks when nothing else is to be done. */
  private void confirm() {
    List<WriteOperation.Confirm> confirmations = queue.takeConfirmations();
    if (confirmations.isEmpty()) {
      return;
    }
    List<Runnable> outcomes = new ArrayList<>();
    try (WriteTurn turn = database.take(Durability.LAZY)) {
      turn.begin();
      outcomes.addAll(removeMarks(turn, confirmations));
      turn.commit();
    } catch (SQLException failed) {
      fail(confirmations, failed);
      return;
    }
    outcomes.forEach(Runnable::run);
  }

  private void fail(List<? extends WriteOperation> operations, SQLException failed) {
    String what = database.describe(failed);
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
      ids.reserve(database);
    } catch (SQLException failed) {
      LOG.error("no content ids reserved: {}", database.describe(failed));
    }
  }

  private void stop(WriteOperation.Stop stop) {
    confirm();
    deleter.abandon(new StoreFailed("the store was closed", null));
    stopped = true;
    stop.done().complete(null);
  }
}
