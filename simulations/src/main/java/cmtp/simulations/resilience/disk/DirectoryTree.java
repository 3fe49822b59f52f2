package cmtp.simulations.resilience.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories. */
public final class DirectoryTree {
  private DirectoryTree() {}

  /** What SQLite maps into memory, and makes anew after a crash. */
  static boolean isSharedMemory(Path file) {
    return file.getFileName().toString().endsWith("-shm");
  }

  /** For its owner only, as a node wants it. */
  public static void createPrivate(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** As the disk has it; what is in memory only is left out. */
  public static void copy(Path from, Path to) throws IOException {
    createPrivate(to);
    if (!Files.exists(from)) {
      return;
    }
    for (Path file : below(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        createPrivate(copy);
      } else if (!isSharedMemory(file)) {
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.equals(directory)).toList();
    }
  }

  /** Also if there is nothing. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
