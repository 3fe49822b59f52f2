package cmtp.simulations.resilience.disk;

import cmtp.simulations.resilience.disk.Recorded.Kind;
import cmtp.simulations.resilience.disk.Recording.Piece;
import cmtp.simulations.resilience.disk.Survivors.Survivor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a directory as it might be after a power cut: from what it was before a process worked in
 * it, and the recording of what that did.
 *
 * <p>Which file a number of the recording means follows from all that was done; which names there
 * are at the end only from what survived.
 */
public final class PowerCut {
  private final Path base;
  private final Path scratch;
  private final Map<Long, Path> contents = new HashMap<>();
  private final Map<Long, Path> untouched = new HashMap<>();
  private final Map<Long, Long> files = new HashMap<>();
  private final Map<String, Long> seen = new TreeMap<>();
  private final Map<String, Long> names = new TreeMap<>();
  private final Set<String> folders = new HashSet<>();

  private PowerCut(Path base, Path scratch) {
    this.base = base;
    this.scratch = scratch;
  }

  /**
   * @param base the directory before; all of it is on the disk
   * @param before the first record that was not done any more
   * @param syncsCount false for a disk that lies about its syncs
   * @param target is made; there must be nothing
   */
  public static void rebuild(
      Path base,
      Recording recording,
      int before,
      CutStyle style,
      boolean syncsCount,
      Random random,
      Path target)
      throws IOException {
    List<Recorded> done = recording.before(before);
    List<Survivor> survivors = Survivors.of(done, style, syncsCount, random);
    Path scratch = Files.createTempDirectory(target.toAbsolutePath().getParent(), "cut");
    try (FileChannel bytes = recording.open()) {
      PowerCut cut = new PowerCut(base, scratch);
      cut.begin();
      cut.bindFiles(done);
      for (Survivor survivor : survivors) {
        cut.apply(survivor, bytes);
      }
      cut.finish(target);
    } finally {
      DirectoryTree.delete(scratch);
    }
  }

  /** Files that were there before have numbers below zero. */
  private void begin() throws IOException {
    if (!Files.exists(base)) {
      return;
    }
    try (Stream<Path> all = Files.walk(base)) {
      for (Path file : all.filter(path -> !path.equals(base)).toList()) {
        String name = base.relativize(file).toString();
        if (Files.isDirectory(file)) {
          folders.add(name);
        } else if (!DirectoryTree.isSharedMemory(file)) {
          long number = -1 - untouched.size();
          untouched.put(number, file);
          seen.put(name, number);
          names.put(name, number);
        }
      }
    }
  }

  private void bindFiles(List<Recorded> done) throws IOException {
    for (Recorded record : done) {
      if (record.kind() == Kind.FOUND) {
        Long known = seen.get(record.text());
        if (known == null) {
          throw new IOException("the recording found a file that was not there: " + record.text());
        }
        files.put(record.file(), known);
      } else if (record.kind() == Kind.CREATED) {
        files.put(record.file(), record.file());
      }
      rename(record, seen);
    }
  }

  private void rename(Recorded record, Map<String, Long> in) {
    switch (record.kind()) {
      case CREATED -> in.put(record.text(), record.file());
      case REMOVED -> in.remove(record.text());
      case RENAMED -> {
        String[] paths = record.text().split("\0");
        Long file = in.remove(paths[0]);
        if (file != null) {
          in.put(paths[1], file);
        }
      }
      default -> {
        // no name changes
      }
    }
  }

  private void apply(Survivor survivor, FileChannel bytes) throws IOException {
    Recorded record = survivor.record();
    rename(record, names);
    if (record.kind() == Kind.FOLDER) {
      folders.add(record.text());
    } else if (record.kind() == Kind.REMOVED) {
      folders.remove(record.text());
    } else if (record.isContent()) {
      try (FileChannel file = content(files.get(record.file()))) {
        change(file, record, survivor.pieces(), bytes);
      }
    }
  }

  private static void change(
      FileChannel file, Recorded record, List<Piece> pieces, FileChannel bytes) throws IOException {
    if (record.kind() == Kind.CUT) {
      resize(file, record.offset());
      return;
    }
    for (Piece piece : pieces) {
      ByteBuffer part = Recording.bytes(bytes, record, piece);
      long at = record.offset() + piece.from();
      while (part.hasRemaining()) {
        at += file.write(part, at);
      }
    }
  }

  private static void resize(FileChannel file, long size) throws IOException {
    if (file.size() > size) {
      file.truncate(size);
    } else if (file.size() < size) {
      file.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  private FileChannel content(long file) throws IOException {
    Path path = contents.get(file);
    if (path == null) {
      path = scratch.resolve(Long.toString(file));
      if (untouched.containsKey(file)) {
        Files.copy(untouched.get(file), path, StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        createPrivate(path);
      }
      contents.put(file, path);
    }
    return FileChannel.open(path, StandardOpenOption.WRITE);
  }

  private static void createPrivate(Path path) throws IOException {
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private void finish(Path target) throws IOException {
    DirectoryTree.createPrivate(target);
    for (String folder : folders.stream().sorted().toList()) {
      DirectoryTree.createPrivate(target.resolve(folder));
    }
    for (Map.Entry<String, Long> name : names.entrySet()) {
      Path path = target.resolve(name.getKey());
      if (!Files.isDirectory(path.getParent())) {
        continue; // its folder's name was not synced: nobody finds it
      }
      if (contents.containsKey(name.getValue())) {
        Files.move(contents.get(name.getValue()), path);
      } else if (untouched.containsKey(name.getValue())) {
        Files.copy(untouched.get(name.getValue()), path, StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        createPrivate(path);
      }
    }
  }
}
