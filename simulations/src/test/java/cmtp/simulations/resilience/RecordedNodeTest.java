package cmtp.simulations.resilience;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.TestTerminal;
import cmtp.simulations.resilience.disk.CutStyle;
import cmtp.simulations.resilience.disk.Needs;
import cmtp.simulations.resilience.disk.PowerCut;
import cmtp.simulations.resilience.disk.Recorder;
import cmtp.simulations.resilience.disk.Recording;
import cmtp.simulations.resilience.fault.FaultKind;
import cmtp.simulations.resilience.mail.Writers;
import cmtp.simulations.resilience.place.SingleNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder hears all that a node does: with everything on the disk, every byte is the same. */
class RecordedNodeTest {
  private static final RunPlan PLAN =
      new RunPlan(RunPlan.Shape.SINGLE, List.of(FaultKind.POWER_CUT), 1, 1, 4, 4, 0, 10, 1, false);

  @TempDir private Path temporary;

  @Test
  void everyByteOfANodesDirectoryFollowsFromTheRecording() throws Exception {
    Needs.compiler();
    Path folder = temporary.toRealPath();
    Path data = Files.createDirectory(folder.resolve("data"));
    Path file = folder.resolve("recording");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Terminal terminal = TestTerminal.of(folder, said, said);
    try (Bench bench = Bench.in(folder, PLAN, terminal);
        SingleNode topology = SingleNode.at(data)) {
      topology.node().launch(Recorder.compile(folder).environment(data, file));
      topology.node().awaitServing();
      try (Writers writers = bench.writers(bench.open(topology), 1)) {
        writers.start();
        while (writers.watch().countAcknowledged() < 300) {
          FaultRun.pause(20);
        }
        assertTrue(writers.finish(Duration.ofSeconds(60)));
      }
      topology.node().stop();
    }
    Path made = folder.resolve("made");
    Recording recording = Recording.read(file);
    PowerCut.rebuild(
        folder.resolve("nothing"),
        recording,
        recording.size(),
        CutStyle.EVERYTHING,
        true,
        new Random(1),
        made);
    assertEquals(names(data), names(made));
    for (String name : names(data)) {
      assertArrayEquals(
          Files.readAllBytes(data.resolve(name)), Files.readAllBytes(made.resolve(name)), name);
    }
    assertTrue(Files.size(data.resolve("mail.db")) > 300_000);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
