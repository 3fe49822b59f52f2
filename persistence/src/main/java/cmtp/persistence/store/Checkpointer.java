package cmtp.persistence.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the write-ahead log holds into the database file, beside the writers. A passive
 * checkpoint blocks nobody, but under steady writing never reaches the end of the log, which then
 * grows without bound; so the small rest is carried over in a turn of the write lane, after which
 * the next writer begins the log anew.
 */
final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int ROUNDS_MAX = 5;

  private final Db db;
  private final Path file;
  private final WriteLane lane;
  private final long pageBytes;
  private final long logBytesMax;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Checkpointer::thread);
  private long turnsSeen;

  /**
   * @param logBytesMax from what size of the log on it is carried over
   */
  Checkpointer(Path file, WriteLane lane, long logBytesMax) throws SQLException {
    this.db = Db.openCheckpointer(file);
    this.file = file;
    this.lane = lane;
    this.logBytesMax = logBytesMax;
    this.pageBytes = db.numbers("PRAGMA page_size")[0];
    timer.scheduleWithFixedDelay(
        this::check, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "cmtp-checkpoint");
    thread.setDaemon(true);
    return thread;
  }

  private void check() {
    long turns = lane.turns();
    if (turns == turnsSeen) {
      return;
    }
    turnsSeen = turns;
    try {
      if (uncheckpointedBytes("NOOP") >= logBytesMax) {
        carryOver();
      }
    } catch (SQLException failed) {
      LOG.warn("checkpoint failed, trying again: {}", SqliteErrors.describe(failed, file));
      turnsSeen = -1;
    }
  }

  private void carryOver() throws SQLException {
    long rest = uncheckpointedBytes("PASSIVE");
    for (int i = 1; i < ROUNDS_MAX && rest > logBytesMax / 8; i++) {
      rest = uncheckpointedBytes("PASSIVE");
    }
    WriteLane.Turn nobodyWrites = lane.take(Durability.NORMAL);
    try {
      uncheckpointedBytes("PASSIVE");
    } finally {
      nobodyWrites.close();
    }
  }

  /** What is still in the log alone after a checkpoint of this mode. */
  private long uncheckpointedBytes(String mode) throws SQLException {
    long[] row = db.numbers("PRAGMA wal_checkpoint(" + mode + ")");
    return Math.max(0, row[1] - row[2]) * pageBytes;
  }

  /** Stops, then empties the log if nobody else uses the database. */
  void close() throws SQLException {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("a checkpoint of {} still runs", file);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    db.close();
  }
}
