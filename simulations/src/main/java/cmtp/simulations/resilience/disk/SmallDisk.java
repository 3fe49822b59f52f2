package cmtp.simulations.resilience.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own, in a file, that can be filled up. Needs root and loop devices. */
public final class SmallDisk implements AutoCloseable {
  private static final int[] PIECES = {1 << 16, 1 << 12, 1};
  private static final long LEFT_BYTES = 2L << 20;
  private static final int UNMOUNTS_MAX = 20;

  private final Path image;
  private final Path mount;

  private SmallDisk(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /**
   * @throws IOException if it can't be made here; the message says what is missing
   */
  public static SmallDisk make(Path folder, int mebibytes)
      throws IOException, InterruptedException {
    if (!Tool.isRoot()) {
      throw new IOException("a full disk needs a file system of its own: run this as root");
    }
    Path image = folder.resolve("disk.ext4");
    Path mount = Files.createDirectory(folder.resolve("disk"));
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(mebibytes * 1024L * 1024);
    }
    // Nothing is kept back for root, who runs this.
    Tool.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
    Tool.run("mount", "-o", "loop", image.toString(), mount.toString());
    return new SmallDisk(image, mount);
  }

  /** Where it is mounted. */
  public Path path() {
    return mount;
  }

  /** Takes all the room there is; to be called again and again, for a node frees some, too. */
  public void fill() throws IOException, InterruptedException {
    long most = room() - LEFT_BYTES;
    if (most > 0 && !Files.exists(ballast())) {
      Tool.run("fallocate", "-l", Long.toString(most), ballast().toString());
    }
    try (RandomAccessFile file = new RandomAccessFile(ballast().toFile(), "rw")) {
      file.seek(file.length());
      for (int bytes : PIECES) {
        fill(file, new byte[bytes]);
      }
    }
  }

  private static void fill(RandomAccessFile file, byte[] piece) {
    try {
      while (true) {
        file.write(piece);
      }
    } catch (IOException full) {
      // that is what was wanted
    }
  }

  /** Bytes that are free. */
  public long room() throws IOException {
    return Files.getFileStore(mount).getUsableSpace();
  }

  public void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return mount.resolve("ballast");
  }

  /** Nobody may use it any more. */
  @Override
  public void close() throws IOException {
    try {
      Tool.Outcome outcome = Tool.tried(List.of("umount", mount.toString()));
      for (int i = 0; i < UNMOUNTS_MAX && outcome.code() != 0; i++) {
        Thread.sleep(100);
        outcome = Tool.tried(List.of("umount", mount.toString()));
      }
      if (outcome.code() != 0) {
        throw new IOException("can't unmount " + mount + ": " + outcome.said().strip());
      }
      Files.delete(mount);
      Files.delete(image);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
