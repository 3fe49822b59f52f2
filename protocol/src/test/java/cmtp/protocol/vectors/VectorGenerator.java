package cmtp.protocol.vectors;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes every vector from seeds, always the same; as a program it rewrites the files. */
final class VectorGenerator {
  static final Path DIRECTORY = Path.of("src/test/resources/vectors");
  static final String ENDING = ".txt";

  private VectorGenerator() {}

  static List<Vector> all() {
    return Stream.of(
            CommandVectors.all(),
            BrokenCommandVectors.all(),
            X1CommandVectors.good(),
            X1CommandVectors.bad(),
            ReplyVectors.all(),
            X1ReplyVectors.all(),
            PayloadVectors.all(),
            MessageVectors.all(),
            LogVectors.all(),
            LogVectors.hops(),
            BodyVectors.all(),
            CryptoVectors.keys(),
            CryptoVectors.boxes(),
            CryptoVectors.signatures(),
            CryptoVectors.hops(),
            HopVectors.all(),
            CryptoVectors.sessions(),
            XzibitVectors.all(),
            RecordVectors.good(),
            RecordVectors.badSignatures(),
            RecordVectors.badForms(),
            ChainVectors.all(),
            ChannelVectors.exchanges(),
            ChannelVectors.streams(),
            NameVectors.accounts(),
            NameVectors.domains(),
            RecordedVectors.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Replaces all vector files in the directory. */
  static void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "*" + ENDING)) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
    for (Vector vector : all()) {
      Files.writeString(directory.resolve(vector.name() + ENDING), vector.text());
    }
  }

  public static void main(String... arguments) throws IOException {
    write(arguments.length == 0 ? DIRECTORY : Path.of(arguments[0]));
  }
}
