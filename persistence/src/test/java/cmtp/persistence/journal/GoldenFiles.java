package cmtp.persistence.journal;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One file for each form ever written, {@code MANIFEST.hex}: lines that begin with {@code #}, then
 * hexadecimal digits. Run {@link #main} in the module's directory after adding a form: it writes
 * the files that are missing and touches no other.
 */
final class GoldenFiles {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");
  private static final int DIGITS_A_LINE = 96;

  private GoldenFiles() {}

  static boolean exists(String manifest) {
    return Files.exists(file(manifest));
  }

  static Bytes read(String manifest) throws IOException {
    return Bytes.hex(
        Files.readAllLines(file(manifest)).stream()
            .filter(line -> !line.startsWith("#"))
            .map(String::strip)
            .collect(Collectors.joining()));
  }

  private static Path file(String manifest) {
    return DIRECTORY.resolve(manifest + ".hex");
  }

  public static void main(String[] arguments) throws IOException {
    StoredEventSerializer serializer = new StoredEventSerializer();
    Files.createDirectories(DIRECTORY);
    for (Map.Entry<String, Object> sample : StoredSamples.byManifest().entrySet()) {
      String manifest = sample.getKey();
      if (!exists(manifest)) {
        String hex = Bytes.wrap(serializer.toBinary(sample.getValue())).hex();
        String head = "# " + sample.getValue().getClass().getSimpleName() + ", never to be changed";
        Files.writeString(
            file(manifest),
            head + "\n" + hex.replaceAll("(.{" + DIGITS_A_LINE + "})(?=.)", "$1\n") + "\n");
      }
    }
  }
}
