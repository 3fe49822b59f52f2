package cmtp.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second process out of a data directory. The operating system drops the lock with the
 * process, however it ends, so nothing has to be cleaned up after a crash; the file stays and holds
 * the process id of its last owner.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int PID_BYTES_MAX = 32;

  /**
   * POSIX drops a process's lock when it closes any handle on the file, so within one process the
   * file must not even be opened twice.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * @throws StoreUnavailable if another process, or this one, holds the lock
   */
  static DirectoryLock take(Path directory) {
    Path real = real(directory);
    if (!HELD_HERE.add(real)) {
      throw inUse(directory, "this process, " + ProcessHandle.current().pid());
    }
    try {
      return new DirectoryLock(real, lock(directory));
    } catch (RuntimeException | Error failed) {
      HELD_HERE.remove(real);
      throw failed;
    }
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException failed) {
      throw new StoreUnavailable("can't use the data directory " + directory, failed);
    }
  }

  private static FileChannel lock(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Permissions.createPrivateFile(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String owner = read(channel);
        channel.close();
        throw inUse(directory, "process " + owner);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException failed) {
      throw new StoreUnavailable(
          Files.isWritable(directory)
              ? "can't lock " + file + ": " + failed.getMessage()
              : "the data directory " + directory + " is not writable",
          failed);
    }
  }

  private static StoreUnavailable inUse(Path directory, String owner) {
    return new StoreUnavailable(
        "the data directory "
            + directory
            + " is in use by "
            + owner
            + "; stop that one first, or choose another directory");
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(PID_BYTES_MAX);
    channel.read(content, 0);
    return StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      throw new StoreUnavailable("can't release the lock of " + directory, failed);
    } finally {
      HELD_HERE.remove(directory);
    }
  }
}
