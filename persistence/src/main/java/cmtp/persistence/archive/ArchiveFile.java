package cmtp.persistence.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;

/**
 * A file that is there when all of it is, and on the disk: written under another name, {@code
 * .part}, for its owner's eyes only.
 */
public final class ArchiveFile {
  private static final String PART = ".part";

  private ArchiveFile() {}

  /** Writes an archive into a stream. */
  @FunctionalInterface
  public interface Content<T> {
    T writeTo(OutputStream out) throws IOException, SQLException;
  }

  /**
   * @param overwrite whether a file of that name may be replaced
   * @throws FileAlreadyExistsException if it is there, and may not be replaced
   */
  public static <T> T write(Path file, boolean overwrite, Content<T> content)
      throws IOException, SQLException {
    if (!overwrite && Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path part = file.resolveSibling(file.getFileName() + PART);
    Files.deleteIfExists(part);
    try {
      T result;
      try (FileChannel channel =
          FileChannel.open(
              part,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              onlyForMe(part))) {
        result = content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(file);
      return result;
    } catch (IOException | SQLException | RuntimeException | Error failed) {
      Files.deleteIfExists(part);
      throw failed;
    }
  }

  private static FileAttribute<?>[] onlyForMe(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void syncFolder(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
