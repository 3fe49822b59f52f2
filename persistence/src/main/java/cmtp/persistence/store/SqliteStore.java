package cmtp.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * The node's data directory: one SQLite database, {@code mail.db}, that holds journal, snapshots
 * and message contents, and a lock that keeps a second process out. New files are readable by their
 * owner only, and so is the directory if it is made here.
 */
public final class SqliteStore implements Database {
  private static final String FILE = SqliteFile.NAME;

  private final Path directory;
  private final DirectoryLock lock;
  private final WriteLane lane;
  private final ReadPool readers;
  private final Checkpointer checkpointer;

  private SqliteStore(
      Path directory,
      DirectoryLock lock,
      WriteLane lane,
      ReadPool readers,
      Checkpointer checkpointer) {
    this.directory = directory;
    this.lock = lock;
    this.lane = lane;
    this.readers = readers;
    this.checkpointer = checkpointer;
  }

  /**
   * Opens the database in {@code directory}; creates and migrates it as needed.
   *
   * @throws StoreUnavailable if another process uses the directory, it can't be written, the disk
   *     is full, the database is damaged or newer than this program, or a restore was interrupted
   */
  public static SqliteStore open(Path directory, StoreSettings settings, Clock clock) {
    try {
      Permissions.createPrivateDirectories(directory);
    } catch (IOException failed) {
      throw new StoreUnavailable(
          "can't create the data directory " + directory + ": " + failed, failed);
    }
    if (!Files.isWritable(directory)) {
      throw new StoreUnavailable("the data directory " + directory + " is not writable");
    }
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      SqliteFile.refuseUnfinished(directory);
      return open(directory, lock, settings, clock);
    } catch (RuntimeException | Error failed) {
      lock.close();
      throw failed;
    }
  }

  private static SqliteStore open(
      Path directory, DirectoryLock lock, StoreSettings settings, Clock clock) {
    Path file = directory.resolve(FILE);
    try {
      Permissions.createPrivateFile(file); // SQLite gives its log files the mode of this one
      Db writer = migrated(file, clock);
      WriteLane lane = new WriteLane(file, writer, settings.patience());
      ReadPool readers = new ReadPool(file, settings.readersMax(), settings.patience());
      Checkpointer checkpointer = new Checkpointer(file, lane, settings.logBytesMax());
      return new SqliteStore(directory, lock, lane, readers, checkpointer);
    } catch (IOException failed) {
      throw new StoreUnavailable("can't create " + file + ": " + failed, failed);
    } catch (SQLException failed) {
      throw new StoreUnavailable(SqliteErrors.describe(failed, file), failed);
    }
  }

  private static Db migrated(Path file, Clock clock) throws SQLException {
    Db writer = Db.openWriter(file);
    try {
      Schema.migrate(writer, file, clock.millis());
      return writer;
    } catch (SQLException | RuntimeException | Error failed) {
      writer.close();
      throw failed;
    }
  }

  public Path directory() {
    return directory;
  }

  public Path file() {
    return directory.resolve(FILE);
  }

  @Override
  public DataSource dataSource() {
    return new LaneDataSource(lane, readers);
  }

  @Override
  public WriteTurn take(Durability wanted) throws SQLException {
    return lane.take(wanted);
  }

  @Override
  public <T> T read(Query<T> query) throws SQLException {
    Db db = readers.borrow();
    T found;
    try {
      found = query.on(db);
    } catch (SQLException | RuntimeException | Error failed) {
      readers.discard(db);
      throw failed;
    }
    readers.giveBack(db);
    return found;
  }

  @Override
  public String describe(SQLException error) {
    return SqliteErrors.describe(error, file());
  }

  public WriteLane lane() {
    return lane;
  }

  public ReadPool readers() {
    return readers;
  }

  /**
   * Waits for those who read and write, empties the write-ahead log and lets go of the directory.
   */
  @Override
  public void close() {
    try {
      checkpointer.close();
      readers.close();
      lane.close();
    } catch (SQLException failed) {
      throw new StoreUnavailable(SqliteErrors.describe(failed, file()), failed);
    } finally {
      lock.close();
    }
  }
}
