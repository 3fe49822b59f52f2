package cmtp.persistence.engine;

import cmtp.persistence.archive.KeptFile;
import cmtp.persistence.archive.StoreLoader;
import cmtp.persistence.archive.StoreView;
import cmtp.persistence.store.SqliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** The SQLite file of a data directory. */
public record SqlitePlace(Path directory) implements Place {

  @Override
  public StoreView view() throws SQLException {
    return StoreView.sqlite(directory);
  }

  @Override
  public Filling fill(Clock clock) throws SQLException {
    SqliteFile file = SqliteFile.create(directory, clock);
    try {
      return new FillingFile(file, new StoreLoader(file.connection()), directory);
    } catch (SQLException | RuntimeException failed) {
      file.close();
      throw failed;
    }
  }

  @Override
  public AutoCloseable hold() {
    return SqliteFile.lock(directory);
  }

  @Override
  public void retire(long nowMs) throws IOException {
    SqliteFile.retire(directory, nowMs);
  }

  @Override
  public List<KeptFile> files() throws IOException {
    return DirectoryFiles.read(directory);
  }

  @Override
  public String describe() {
    return "SQLite in " + directory;
  }

  private record FillingFile(SqliteFile file, StoreLoader loader, Path directory)
      implements Filling {
    @Override
    public void keep(KeptFile kept) {
      DirectoryFiles.write(directory, kept);
    }

    @Override
    public void complete() throws IOException, SQLException {
      loader.close();
      file.complete();
    }

    @Override
    public void close() throws SQLException {
      file.close();
    }
  }
}
