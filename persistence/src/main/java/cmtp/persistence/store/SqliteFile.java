package cmtp.persistence.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.sqlite.SQLiteConfig;

/**
 * The database file of a data directory, for those who are not the node: read beside it, or written
 * anew where there is none. While it is written it has another name, so that an interrupted restore
 * is never taken for a store (see {@link SqliteStore#open}).
 */
public final class SqliteFile implements AutoCloseable {
  static final String NAME = "mail.db";
  static final String UNFINISHED = "mail.db.restoring";
  private static final int BUSY_MS = 30_000;

  private final Path directory;
  private final DirectoryLock lock;
  private final Db db;
  private boolean open = true;

  private SqliteFile(Path directory, DirectoryLock lock, Db db) {
    this.directory = directory;
    this.lock = lock;
    this.db = db;
  }

  /**
   * A connection that reads beside the node, without the lock of the directory.
   *
   * @throws StoreUnavailable if there is no database
   */
  public static Connection openToRead(Path directory) throws SQLException {
    Path file = directory.resolve(NAME);
    refuseUnfinished(directory);
    if (!Files.isReadable(file)) {
      throw new StoreUnavailable("there is no store to read in " + directory);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED); // it never writes
    config.setBusyTimeout(BUSY_MS);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      mustBeOfThisVersion(statement, directory);
      return connection;
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  private static void mustBeOfThisVersion(Statement statement, Path directory) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
      row.next();
      if (row.getInt(1) != Schema.version()) {
        throw new StoreUnavailable(
            "the store in "
                + directory
                + " has schema version "
                + row.getInt(1)
                + ", not "
                + Schema.version()
                + ": use the program that wrote it, or start a node of this one first");
      }
    }
  }

  static void refuseUnfinished(Path directory) {
    if (Files.exists(directory.resolve(UNFINISHED))) {
      throw new StoreUnavailable(
          "a restore into "
              + directory
              + " was interrupted, so not all of the mail is there: restore it again");
    }
  }

  /** Keeps the node, and every other writer, out for as long as it is open. */
  public static AutoCloseable lock(Path directory) {
    return DirectoryLock.take(directory);
  }

  /** Renames a store that is closed, so that no node opens it any more; nothing is deleted. */
  public static void retire(Path directory, long nowMs) throws IOException {
    Path aside = directory.resolve(NAME + ".migrated-" + nowMs);
    Files.move(directory.resolve(NAME), aside, StandardCopyOption.ATOMIC_MOVE);
    for (String log : new String[] {"-wal", "-shm"}) {
      Path left = directory.resolve(NAME + log);
      if (Files.exists(left)) {
        Files.move(left, aside.resolveSibling(aside.getFileName() + log));
      }
    }
    sync(directory);
  }

  /** Whether a restore may begin here: no store, or only what an interrupted restore left. */
  public static boolean isFree(Path directory) {
    return !Files.exists(directory.resolve(NAME));
  }

  /**
   * Begins a database; takes the place of what an interrupted restore left.
   *
   * @throws StoreUnavailable if there is a store already, or the directory can't be used
   */
  public static SqliteFile create(Path directory, Clock clock) {
    try {
      Permissions.createPrivateDirectories(directory);
    } catch (IOException failed) {
      throw new StoreUnavailable("can't create the directory " + directory + ": " + failed, failed);
    }
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      if (!isFree(directory)) {
        throw new StoreUnavailable(
            "there is a store in " + directory + " already: restore into an empty directory");
      }
      return new SqliteFile(directory, lock, fresh(directory.resolve(UNFINISHED), clock));
    } catch (IOException failed) {
      lock.close();
      throw new StoreUnavailable("can't write in " + directory + ": " + failed, failed);
    } catch (SQLException failed) {
      lock.close();
      throw new StoreUnavailable(SqliteErrors.describe(failed, directory.resolve(NAME)), failed);
    } catch (RuntimeException | Error failed) {
      lock.close();
      throw failed;
    }
  }

  private static Db fresh(Path file, Clock clock) throws IOException, SQLException {
    delete(file);
    Permissions.createPrivateFile(file);
    Db db = Db.openLoader(file);
    try {
      Schema.migrate(db, file, clock.millis());
      db.connection().setAutoCommit(false);
      return db;
    } catch (SQLException | RuntimeException | Error failed) {
      db.close();
      throw failed;
    }
  }

  private static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(UNFINISHED + "-journal"));
  }

  /** Within one transaction that only {@link #complete} commits. */
  public Connection connection() {
    return db.connection();
  }

  /** Writes a file for its owner's eyes only; replaces one of that name at once or not at all. */
  public static void writePrivate(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Permissions.createPrivateFile(fresh);
    Files.write(fresh, content, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.toAbsolutePath().getParent());
  }

  /** Puts the database on the disk, then in its place. */
  public void complete() throws IOException, SQLException {
    db.connection().commit();
    db.close();
    open = false;
    Path file = directory.resolve(UNFINISHED);
    sync(file);
    Files.move(file, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    sync(directory);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Lets go of the directory; what was not completed is deleted. */
  @Override
  public void close() throws SQLException {
    try {
      if (open) {
        db.close();
        delete(directory.resolve(UNFINISHED));
      }
    } catch (IOException left) {
      throw new StoreUnavailable("can't delete what was begun in " + directory, left);
    } finally {
      lock.close();
    }
  }
}
