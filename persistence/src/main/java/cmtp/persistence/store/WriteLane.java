package cmtp.persistence.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer at a time, in the order they came: journal, snapshots and content all pass here.
 *
 * <p>SQLite has one write lock, and who finds it taken sleeps and tries again: two connections that
 * meet there starve each other (measured: 210 content rows a second against 9,300 in a fair lane).
 * So there is one writing connection, which goes from hand to hand, with its page cache warm; how
 * durable a commit is belongs to the turn, not to the connection.
 */
public final class WriteLane {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);

  private final Semaphore free = new Semaphore(1, true);
  private final AtomicLong turns = new AtomicLong();
  private final Path file;
  private final Duration patience;
  private Optional<Db> open;
  private Optional<Durability> durability = Optional.empty();
  private boolean closed;

  /**
   * @param db the first writing connection; after a failure that it does not recover from, the lane
   *     opens another one
   */
  WriteLane(Path file, Db db, Duration patience) {
    this.file = file;
    this.open = Optional.of(db);
    this.patience = patience;
  }

  /**
   * Waits for its turn; the turn may be ended by another thread.
   *
   * @throws SQLTimeoutException if it did not come in time
   * @throws SQLException also if the lane is closed, or if this thread is interrupted
   */
  public Turn take(Durability wanted) throws SQLException {
    acquire();
    try {
      Db db = connected();
      if (!durability.equals(Optional.of(wanted))) {
        db.execute("PRAGMA synchronous = " + (wanted == Durability.FULL ? "FULL" : "NORMAL"));
        durability = Optional.of(wanted);
      }
      turns.incrementAndGet();
      return new Turn(db);
    } catch (SQLException | RuntimeException | Error failed) {
      free.release();
      throw failed;
    }
  }

  private void acquire() throws SQLException {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SQLTimeoutException("no turn to write within " + patience);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting to write", interrupted);
    }
  }

  private Db connected() throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    if (open.isEmpty()) {
      durability = Optional.empty();
      open = Optional.of(Db.openWriter(file));
    }
    return open.get();
  }

  /**
   * Leaves a connection that can be used by the next. On some errors, a full disk among them,
   * SQLite has ended the transaction by itself, and the driver then finds none to roll back.
   */
  private void tidy(Db db) {
    try {
      db.reset();
    } catch (SQLException unusable) {
      LOG.warn("opening the database anew: {}", SqliteErrors.describe(unusable, file));
      open = Optional.empty();
      discard(db);
    }
  }

  private void discard(Db db) {
    try {
      db.close();
    } catch (SQLException lost) {
      LOG.warn("a connection could not be closed: {}", lost.getMessage());
    }
  }

  /** How many turns there were so far. */
  long turns() {
    return turns.get();
  }

  /** Waits for the last turn and closes the connection; later turns fail. */
  void close() throws SQLException {
    acquire();
    try {
      closed = true;
      if (open.isPresent()) {
        open.get().close();
      }
    } finally {
      free.release();
    }
  }

  /** Holds the lane until closed. */
  public final class Turn implements WriteTurn {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Db db;

    private Turn(Db db) {
      this.db = db;
    }

    @Override
    public Connection connection() {
      if (ended.get()) {
        throw new IllegalStateException("this turn to write is over");
      }
      return db.connection();
    }

    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
      connection();
      return db.prepare(sql);
    }

    @Override
    public void begin() throws SQLException {
      connection().setAutoCommit(false);
    }

    @Override
    public void commit() throws SQLException {
      connection().commit();
      connection().setAutoCommit(true);
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        try {
          tidy(db);
        } finally {
          free.release();
        }
      }
    }
  }
}
