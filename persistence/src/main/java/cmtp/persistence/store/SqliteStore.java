package cmtp.persistence.store;

import java.io.IOException;
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

  private final DataDirectory directory;
  private final WriteLane lane;
  private final ReadPool readers;
  private final Checkpointer checkpointer;

  private SqliteStore(
      DataDirectory directory, WriteLane lane, ReadPool readers, Checkpointer checkpointer) {
    this.directory = directory;
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
    DataDirectory held = DataDirectory.hold(directory);
    try {
      SqliteFile.refuseUnfinished(directory);
      return open(held, settings, clock);
    } catch (RuntimeException | Error failed) {
      held.close();
      throw failed;
    }
  }

  private static SqliteStore open(DataDirectory directory, StoreSettings settings, Clock clock) {
    Path file = directory.path().resolve(FILE);
    try {
      Permissions.createPrivateFile(file); // SQLite gives its log files the mode of this one
      Db writer = migrated(file, clock);
      WriteLane lane = new WriteLane(file, writer, settings.patience());
      ReadPool readers = new ReadPool(file, settings.readersMax(), settings.patience());
      Checkpointer checkpointer = new Checkpointer(file, lane, settings.logBytesMax());
      return new SqliteStore(directory, lane, readers, checkpointer);
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
    return directory.path();
  }

  public Path file() {
    return directory.path().resolve(FILE);
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
      directory.close();
    }
  }
}
