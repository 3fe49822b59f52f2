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

  private Recording record(String... command) throws IOException, InterruptedException {
    Path file = folder.resolve("recording");
    ProcessBuilder builder = new ProcessBuilder(command).directory(live.toFile()).inheritIO();
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

  private static final String SCRIPT =
      "echo one > a; echo two >> a; echo more >> old; mkdir sub; echo deep > sub/b;"
          + " mv a c; rm victim; echo new > victim; : > gone; rm gone; mv old sub/old;"
          + " echo x >> sub/old";

  @Test
  void withEverythingOnTheDiskItIsAsTheProcessLeftIt() throws Exception {
    Recording recording = record("sh", "-c", SCRIPT);
    assertEquals(contents(live), cut(recording, recording.size(), CutStyle.EVERYTHING, true));
    assertEquals("one\ntwo\n", contents(live).get("c"), "the script did something");
  }

  @Test
  void withNothingOnTheDiskItIsAsBefore() throws Exception {
    Recording recording = record("sh", "-c", SCRIPT);
    assertEquals(contents(base), cut(recording, recording.size(), CutStyle.NOTHING, true));
    assertEquals(contents(base), cut(recording, 0, CutStyle.EVERYTHING, true));
  }

  @Test
  void whatWasSyncedIsThereUnlessTheDiskLies() throws Exception {
    Recording recording =
        record("dd", "if=/dev/zero", "of=old", "bs=4", "count=1", "conv=notrunc,fsync");
    Map<String, String> honest = cut(recording, recording.size(), CutStyle.NOTHING, true);
    assertEquals("\0\0\0\000456789", honest.get("old"));
    Map<String, String> lying = cut(recording, recording.size(), CutStyle.NOTHING, false);
    assertEquals("0123456789", lying.get("old"));
  }

  @Test
  void aNewFileIsNotThereUntilItsNameIsSynced() throws Exception {
    Recording recording =
        record("sh", "-c", "dd if=/dev/zero of=new bs=4 count=1 conv=fsync; sync .");
    assertEquals("\0\0\0\0", cut(recording, recording.size(), CutStyle.NOTHING, true).get("new"));
    assertFalse(cut(recording, recording.size() - 1, CutStyle.NOTHING, true).containsKey("new"));
  }

  @Test
  void whatIsOutsideOfTheDirectoryIsNotRecorded() throws Exception {
    Recording recording = record("sh", "-c", "echo x > ../outside; echo x > /dev/null");
    assertEquals(0, recording.size());
  }

  @Test
  void aRecordThatIsNotWholeDoesNotCount() throws Exception {
    Recording recording = record("sh", "-c", SCRIPT);
    Path file = folder.resolve("recording");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
    assertEquals(recording.size() - 1, Recording.read(file).size());
  }

  @Test
  void whatCanNotBeRecordedIsNotPassedOver() throws Exception {
    IOException refused =
        assertThrows(IOException.class, () -> record("ln", "-s", "old", "link"));
    assertTrue(refused.getMessage().contains("not recorded"), refused.getMessage());
  }
}
