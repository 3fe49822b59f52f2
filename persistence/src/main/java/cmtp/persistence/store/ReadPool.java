package cmtp.persistence.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that only read: in a write-ahead log they neither wait for writers nor hold them up.
 * Opened when needed, the most recently used first.
 */
public final class ReadPool {
  private static final Logger LOG = LoggerFactory.getLogger(ReadPool.class);

  private final Path file;
  private final Duration patience;
  private final Semaphore permits;
  private final int connectionsMax;
  private final Deque<Db> idle = new ConcurrentLinkedDeque<>();

  ReadPool(Path file, int connectionsMax, Duration patience) {
    this.file = file;
    this.patience = patience;
    this.connectionsMax = connectionsMax;
    this.permits = new Semaphore(connectionsMax, true);
  }

  /**
   * A connection for reading; give it back.
   *
   * @throws SQLTimeoutException if none became free in time
   */
  public Db borrow() throws SQLException {
    acquire(1);
    try {
      Db db = idle.pollFirst();
      return db == null ? Db.openReader(file) : db;
    } catch (SQLException | RuntimeException | Error failed) {
      permits.release();
      throw failed;
    }
  }

  public void giveBack(Db db) {
    idle.addFirst(db);
    permits.release();
  }

  /** Gives back a connection on which something failed: the next one gets a fresh one. */
  public void discard(Db db) {
    try {
      db.close();
    } catch (SQLException lost) {
      LOG.warn("a connection could not be closed: {}", lost.getMessage());
    } finally {
      permits.release();
    }
  }

  private void acquire(int count) throws SQLException {
    try {
      if (!permits.tryAcquire(count, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SQLTimeoutException("no connection to read within " + patience);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting to read", interrupted);
    }
  }

  /** Waits for readers, then closes every connection; later readers wait in vain. */
  void close() throws SQLException {
    acquire(connectionsMax);
    for (Db db = idle.poll(); db != null; db = idle.poll()) {
      db.close();
    }
  }
}
