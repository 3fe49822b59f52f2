package cmtp.persistence.engine;

import cmtp.persistence.archive.KeptFile;
import cmtp.persistence.store.SqliteFile;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a data directory that a store can't do without: the server's keys. */
final class DirectoryFiles {
  private static final List<String> NAMES = List.of("server.key", "server.key.next");

  private DirectoryFiles() {}

  static List<KeptFile> read(Path directory) throws IOException {
    List<KeptFile> files = new ArrayList<>();
    for (String name : NAMES) {
      if (Files.exists(directory.resolve(name))) {
        files.add(new KeptFile(name, Bytes.wrap(Files.readAllBytes(directory.resolve(name)))));
      }
    }
    return files;
  }

  /** A key that is there already is never replaced by another: it may be the only copy. */
  static void write(Path directory, KeptFile file) {
    Path target = directory.resolve(file.name());
    try {
      if (!Files.exists(target)) {
        SqliteFile.writePrivate(target, file.content().toArray());
      } else if (!Bytes.wrap(Files.readAllBytes(target)).equals(file.content())) {
        throw new StoreUnavailable(
            "there is another " + file.name() + " in " + directory + ": move it away first");
      }
    } catch (IOException failed) {
      throw new StoreUnavailable("can't write " + target + ": " + failed, failed);
    }
  }
}
