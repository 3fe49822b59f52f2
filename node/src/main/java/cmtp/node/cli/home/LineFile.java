package cmtp.node.cli.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A small file of {@code name=value} lines for its owner only (0600 in a folder of 0700). Written
 * whole, under another name, then renamed: a reader sees the old or the new one, never half.
 */
final class LineFile {
  private static final int BYTES_MAX = 64 * 1024;
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private LineFile() {}

  /** The lines; empty if there is no such file. */
  static Optional<SortedMap<String, String>> read(Path file) throws IOException {
    byte[] content;
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IOException(file + " is too large to be a file of ours");
      }
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    SortedMap<String, String> lines = new TreeMap<>();
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        lines.put(line.substring(0, sign), line.substring(sign + 1));
      }
    }
    return Optional.of(lines);
  }

  static void write(Path file, Map<String, String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(lines)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    folder(file.getParent());
    Path fresh = Files.createTempFile(file.getParent(), ".new-", "", ownerOnly("rw-------"));
    try {
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      rename(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Makes the folder and those above it that are missing, for their owner only. */
  static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, ownerOnly("rwx------"));
  }

  /** Whether others than its owner may read or change the file. */
  static boolean isOpenToOthers(Path file) throws IOException {
    return POSIX && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException oddFileSystem) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
