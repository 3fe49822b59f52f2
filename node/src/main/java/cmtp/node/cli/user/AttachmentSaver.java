package cmtp.node.cli.user;

import cmtp.node.cli.console.Printable;
import cmtp.node.cli.mail.FileNames;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Writes attachments into a folder: never outside of it, and never over a file or through a link
 * that is there ({@code report.pdf} becomes {@code report-1.pdf}).
 */
final class AttachmentSaver {
  private static final int NAMES_TRIED_MAX = 1000;

  private final Path folder;

  AttachmentSaver(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Where it was saved. */
  Path save(int index, NamedFile file) throws IOException {
    String name = FileNames.safe(Printable.line(file.name()), "attachment-" + (index + 1));
    for (int number = 0; number < NAMES_TRIED_MAX; number++) {
      Path path = folder.resolve(FileNames.numbered(name, number));
      try {
        write(path, file);
        return path;
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
    throw new IOException("too many files called " + name + " in " + folder);
  }

  private static void write(Path path, NamedFile file) throws IOException {
    try (SeekableByteChannel out =
        Files.newByteChannel(
            path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
      ByteBuffer data = file.data().asByteBuffer();
      try {
        while (data.hasRemaining()) {
          out.write(data);
        }
      } catch (IOException half) {
        Files.deleteIfExists(path);
        throw half;
      }
    }
  }
}
