package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.vectors.VectorInputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A target's inputs in the tree: one text file each, an input a line in hexadecimal. Lines after
 * {@code # finding} once broke the code; they are never taken out.
 */
final class Corpus {
  static final Path DIRECTORY = Path.of("src/test/resources/fuzz");

  private static final String FINDING = "# finding";
  private static final int[] CONTROLS = {0x00, 0x11, 0x22, 0x3b, 0x44, 0x66, 0xff};

  private Corpus() {}

  static Path file(Target target) {
    return DIRECTORY.resolve(target.type().getSimpleName() + ".txt");
  }

  /** What lies in the tree. */
  static List<Bytes> kept(Target target) throws IOException {
    return Files.readAllLines(file(target)).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Bytes::hex)
        .toList();
  }

  /** What lies in the tree, and what the vectors give. */
  static Set<Bytes> all(Target target) throws IOException {
    Set<Bytes> all = new TreeSet<>(kept(target));
    for (String kind : target.kinds()) {
      for (Bytes input : VectorInputs.ofKind(kind)) {
        if (target.isControlled()) {
          for (int control : CONTROLS) {
            all.add(Bytes.concat(Bytes.of((byte) control), input));
          }
        } else {
          all.add(input);
        }
      }
    }
    return all;
  }

  /** Keeps an input that broke the code. */
  static void keepFinding(Target target, Bytes input) throws IOException {
    Files.writeString(file(target), FINDING + "\n" + input.hex() + "\n", StandardOpenOption.APPEND);
  }

  /** Puts these inputs in the place of all that are no findings. */
  static void keep(Target target, Collection<Bytes> inputs) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# " + target.type().getSimpleName() + ": inputs that reach different code.");
    new TreeSet<>(inputs).forEach(input -> lines.add(input.hex()));
    List<String> old = Files.exists(file(target)) ? Files.readAllLines(file(target)) : List.of();
    for (int i = 0; i + 1 < old.size(); i++) {
      if (old.get(i).equals(FINDING)) {
        lines.addAll(old.subList(i, i + 2));
      }
    }
    Files.createDirectories(DIRECTORY);
    Files.write(file(target), lines, StandardCharsets.UTF_8);
  }
}
