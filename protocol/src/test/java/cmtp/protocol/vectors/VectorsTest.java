package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every vector file, through the production code. */
class VectorsTest {
  private static final String WRITE = "vectors.write";

  @BeforeAll
  static void rewriteOnRequest() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      VectorGenerator.write(VectorGenerator.DIRECTORY);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyVectorHasItsOutcome() throws IOException {
    return read().stream().map(v -> DynamicTest.dynamicTest(v.name(), () -> run(v)));
  }

  @Test
  void thereAreEnoughAndHalfOfThemAreWrong() throws IOException {
    List<Vector> vectors = read();
    long negative = vectors.stream().filter(Vector::isNegative).count();
    assertTrue(vectors.size() >= 80, vectors.size() + " vectors");
    assertTrue(2 * negative >= vectors.size(), negative + " of " + vectors.size());
  }

  @Test
  void theGeneratorMakesExactlyTheseFiles() throws IOException {
    Set<String> made = new TreeSet<>();
    for (Vector vector : VectorGenerator.all()) {
      Path file = VectorGenerator.DIRECTORY.resolve(vector.name() + VectorGenerator.ENDING);
      assertEquals(vector.text(), Files.readString(file), file.toString());
      assertTrue(made.add(file.getFileName().toString()), "twice: " + file);
    }
    Set<String> present = new TreeSet<>();
    files().forEach(file -> present.add(file.getFileName().toString()));
    assertEquals(made, present);
  }

  @Test
  void aFileWithoutItsFieldsIsRefused() {
    Assertions.assertThrows(
        IllegalArgumentException.class,
        () -> Vector.parse("x", "comment: c\nkind: key\nclause: 1.6\n\n00\n"));
    Assertions.assertThrows(IllegalArgumentException.class, () -> Vector.parse("x", "no header\n"));
    Vector unknown = Vector.named("x", "no-such-kind", "1", "ok").comment("c").input(Bytes.EMPTY);
    Assertions.assertThrows(IllegalArgumentException.class, () -> Checks.of(unknown));
  }

  private static void run(Vector vector) {
    String outcome = Checks.of(vector).outcome(vector);
    boolean alike =
        vector.expect().equals(outcome)
            || outcome.indexOf(':') < 0 && vector.expect().startsWith(outcome + ":");
    assertTrue(alike, "expected " + vector.expect() + ", got " + outcome);
  }

  private static List<Vector> read() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      vectors.add(
          Vector.parse(
              name.substring(0, name.length() - VectorGenerator.ENDING.length()),
              Files.readString(file)));
    }
    return vectors;
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(VectorGenerator.DIRECTORY)) {
      return files.filter(f -> f.toString().endsWith(VectorGenerator.ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
