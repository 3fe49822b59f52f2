package cmtp.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data directory that no other process uses, until closed. It is readable by its owner only if it
 * is made here.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final DirectoryLock lock;

  private DataDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * @throws StoreUnavailable if another process uses the directory, or it can't be written
   */
  public static DataDirectory hold(Path path) {
    try {
      Permissions.createPrivateDirectories(path);
    } catch (IOException failed) {
      throw new StoreUnavailable("can't create the data directory " + path + ": " + failed, failed);
    }
    if (!Files.isWritable(path)) {
      throw new StoreUnavailable("the data directory " + path + " is not writable");
    }
    return new DataDirectory(path, DirectoryLock.take(path));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    lock.close();
  }
}
