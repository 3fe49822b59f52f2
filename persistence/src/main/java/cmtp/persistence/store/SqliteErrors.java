package cmtp.persistence.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean to those who run the node. */
public final class SqliteErrors {
  private SqliteErrors() {}

  /** One sentence for a log or an operator. */
  public static String describe(SQLException error, Path database) {
    return switch (primary(error)) {
      case SQLITE_FULL -> "the disk is full: " + database + " can't grow";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          database + " is damaged or no database of this program: restore it from a backup";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          database + " can't be written: check its owner, its mode and the file system";
      case SQLITE_CANTOPEN -> database + " can't be opened: check the directory's owner and mode";
      case SQLITE_IOERR -> "the disk failed under " + database + ": " + error.getMessage();
      case SQLITE_BUSY, SQLITE_LOCKED ->
          database + " is locked by another program: only the node may write to it";
      default -> database + ": " + error.getMessage();
    };
  }

  /** The error without its extension, which only tells what the disk was asked to do. */
  private static SQLiteErrorCode primary(SQLException error) {
    int code =
        error instanceof SQLiteException sqlite
            ? sqlite.getResultCode().code
            : error.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }
}
