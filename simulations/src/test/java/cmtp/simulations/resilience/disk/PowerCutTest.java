package cmtp.simulations.resilience.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder in real processes, and what is made of its recordings. */
class PowerCutTest {
  @TempDir private static Path tools;
  private static Recorder recorder;

  @TempDir private Path temporary;
  private Path folder;
  private Path base;
  private Path live;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    Needs.compiler();
    recorder = Recorder.compile(tools);
  }

  @BeforeEach
  void prepare() throws IOException {
    folder = temporary.toRealPath();
    base = folder.resolve("base");
    live = folder.resolve("live");
    DirectoryTree.createPrivate(live);
    Files.writeString(live.resolve("old"), "0123456789");
    Files.writeString(live.resolve("victim"), "v");
    DirectoryTree.copy(live, base);
  }

  /** What a process of its own does; see {@link Scribe}. */
  private Recording record(String what) throws IOException, InterruptedException {
    Path file = folder.resolve("recording");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Scribe.class.getName(),
                live.toString(),
                what)
            .inheritIO();
    builder.environment().putAll(recorder.environment(live, file));
    assertEquals(0, builder.start().waitFor());
    return Recording.read(file);
  }

  private Map<String, String> cut(Recording recording, int before, CutStyle style, boolean honest)
      throws IOException {
    Path target = folder.resolve("target");
    DirectoryTree.delete(target);
    PowerCut.rebuild(base, recording, before, style, honest, new Random(1), target);
    return contents(target);
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(directory.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void withEverythingOnTheDiskItIsAsTheProcessLeftIt() throws Exception {
    Recording recording = record("all");
    assertEquals(contents(live), cut(recording, recording.size(), CutStyle.EVERYTHING, true));
    assertEquals("whole", contents(live).get("c"), "something was done");
  }

  @Test
  void withNothingOnTheDiskItIsAsBefore() throws Exception {
    Recording recording = record("all");
    assertEquals(contents(base), cut(recording, recording.size(), CutStyle.NOTHING, true));
    assertEquals(contents(base), cut(recording, 0, CutStyle.EVERYTHING, true));
  }

  @Test
  void whatWasSyncedIsThereUnlessTheDiskLies() throws Exception {
    Recording recording = record("overwrite");
    assertEquals("old", recording.changedLast(recording.size()));
    assertEquals("", recording.changedLast(0));
    assertEquals(0, recording.unsynced(recording.size()));
    assertEquals(1, recording.unsynced(recording.size() - 1));
    Map<String, String> honest = cut(recording, recording.size(), CutStyle.NOTHING, true);
    assertEquals("new!456789", honest.get("old"));
    Map<String, String> lying = cut(recording, recording.size(), CutStyle.NOTHING, false);
    assertEquals("0123456789", lying.get("old"));
  }

  @Test
  void aNewFileIsNotThereUntilItsNameIsSynced() throws Exception {
    Recording recording = record("create");
    assertEquals("new!", cut(recording, recording.size(), CutStyle.NOTHING, true).get("new"));
    assertFalse(cut(recording, recording.size() - 1, CutStyle.NOTHING, true).containsKey("new"));
  }

  @Test
  void aFileInThePlaceOfOneThatIsGoneIsNotTakenForIt() throws Exception {
    Recording recording = record("recycle");
    long bytes =
        recording.before(recording.size()).stream()
            .filter(one -> one.kind() == Recorded.Kind.WRITTEN)
            .mapToLong(Recorded::length)
            .sum();
    assertEquals(40 * "recorded".length(), bytes);
  }

  @Test
  void whatIsOutsideOfTheDirectoryIsNotRecorded() throws Exception {
    Recording recording = record("outside");
    assertEquals(0, recording.size());
  }

  @Test
  void aRecordThatIsNotWholeDoesNotCount() throws Exception {
    Recording recording = record("all");
    Path file = folder.resolve("recording");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
    assertEquals(recording.size() - 1, Recording.read(file).size());
  }

  @Test
  void whatCanNotBeRecordedIsNotPassedOver() throws Exception {
    IOException refused = assertThrows(IOException.class, () -> record("link"));
    assertTrue(refused.getMessage().contains("not recorded"), refused.getMessage());
  }
}
