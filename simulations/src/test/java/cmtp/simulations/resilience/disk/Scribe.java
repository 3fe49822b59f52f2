package cmtp.simulations.resilience.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What is done to a directory by a process of its own; started by tests. */
final class Scribe {
  private final Path folder;

  private Scribe(Path folder) {
    this.folder = folder;
  }

  /** The directory, then what to do to it. */
  public static void main(String[] words) throws IOException {
    Scribe scribe = new Scribe(Path.of(words[0]));
    switch (words[1]) {
      case "all" -> scribe.all();
      case "overwrite" -> scribe.overwrite();
      case "create" -> scribe.create();
      case "recycle" -> scribe.recycle();
      case "outside" -> scribe.outside();
      case "link" -> Files.createSymbolicLink(scribe.path("link"), Path.of("old"));
      default -> throw new IllegalArgumentException(words[1]);
    }
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void all() throws IOException {
    Files.writeString(path("a"), "one\n");
    Files.writeString(path("a"), "two\n", StandardOpenOption.APPEND);
    Files.createDirectory(path("sub"));
    Files.writeString(path("sub/b"), "deep");
    Files.move(path("a"), path("c"));
    Files.delete(path("victim"));
    Files.writeString(path("victim"), "new");
    Files.writeString(path("gone"), "");
    Files.delete(path("gone"));
    try (FileChannel old = FileChannel.open(path("old"), StandardOpenOption.WRITE)) {
      old.write(ByteBuffer.wrap("far".getBytes()), 20);
      Files.move(path("old"), path("sub/old"));
      old.write(new ByteBuffer[] {bytes("xy"), bytes("z")});
      old.truncate(22);
    }
    Files.writeString(path("c"), "whole");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  private void overwrite() throws IOException {
    try (FileChannel old = FileChannel.open(path("old"), StandardOpenOption.WRITE)) {
      old.write(bytes("new!"), 0);
      old.force(false);
    }
  }

  private void create() throws IOException {
    try (FileChannel file =
            FileChannel.open(path("new"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      file.write(bytes("new!"));
      file.force(true);
      names.force(true);
    }
  }

  /** File systems like to give a file that is gone's place to the next one. */
  private void recycle() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.writeString(path("gone" + i), "recorded");
      Files.delete(path("gone" + i));
      Files.writeString(path("memory" + i + "-shm"), "not recorded");
      Files.writeString(path("moved"), "recorded");
      Files.move(path("moved"), path("victim"), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(path("other" + i + "-shm"), "not recorded");
    }
  }

  private void outside() throws IOException {
    Files.writeString(path("../outside"), "x");
    Files.readString(path("old"));
  }
}
