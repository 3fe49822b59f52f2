package cmtp.simulations.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {
  private static final String STATUS =
      """
      Name:\tjava
      VmPeak:\t 9000000 kB
      VmHWM:\t  345678 kB
      VmRSS:\t  123456 kB
      """;

  @TempDir private Path proc;

  @Test
  void addsUserAndSystemTimeOfAProcess() throws IOException {
    process("4711 (java) S 1 2 3 4 5 6 7 8 9 10 150 25 700 800 20 0 30 0 999\n", STATUS);
    assertEquals(
        Optional.of(new ProcessUsage(1750, 123_456, 345_678)), new ProcFiles(proc).process(4711));
  }

  @Test
  void isNotMisledByANameWithParenthesesAndSpaces() throws IOException {
    process("4711 (a) b (c) 1 2) S 1 2 3 4 5 6 7 8 9 10 1 2 700 800\n", STATUS);
    assertEquals(30, new ProcFiles(proc).process(4711).orElseThrow().cpuMillis());
  }

  @Test
  void takesAZombieWithoutMemory() throws IOException {
    process("4711 (java) Z 1 2 3 4 5 6 7 8 9 10 1 2 700 800\n", "Name:\tjava\n");
    assertEquals(Optional.of(new ProcessUsage(30, 0, 0)), new ProcFiles(proc).process(4711));
  }

  @Test
  void findsNothingAboutAProcessThatIsGoneOrOfAnotherForm() throws IOException {
    assertFalse(new ProcFiles(proc).process(4711).isPresent());
    process("4711 (java) S 1 2 3\n", STATUS);
    assertFalse(new ProcFiles(proc).process(4711).isPresent());
    process("4711 (java) S 1 2 3 4 5 6 7 8 9 10 x y 700 800\n", STATUS);
    assertFalse(new ProcFiles(proc).process(4711).isPresent());
  }

  @Test
  void addsUpAServerOfManyProcessesAndThoseOfItThatHaveEnded() throws IOException {
    stat(50, "(postgres) S 1 50 50 0 -1 5 6 7 8 9 100 20 30 5");
    stat(51, "(postgres: a b) S 50 51 51 0 -1 5 6 7 8 9 1 2 0 0");
    stat(52, "(other) S 1 52 52 0 -1 5 6 7 8 9 900 900 0 0");
    assertEquals(OptionalLong.of(1580), new ProcFiles(proc).familyMillis(50));
    assertEquals(OptionalLong.empty(), new ProcFiles(proc).familyMillis(99));
    assertEquals(
        18_030, new ProcFiles(proc).processes(List.of(51L, 52L)).orElseThrow().cpuMillis());
    assertFalse(new ProcFiles(proc).processes(List.of(51L, 99L)).isPresent());
  }

  private void stat(long pid, String behindPid) throws IOException {
    Path process = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(process.resolve("stat"), pid + " " + behindPid + "\n");
  }

  @Test
  void countsNeitherIdleNorWaitingNorStolenTimeAsBusy() throws IOException {
    Files.writeString(
        proc.resolve("stat"), "cpu  100 20 30 99999 5555 4 6 7777 0 0\ncpu0 1 2 3 4 5 6 7\n");
    assertEquals(OptionalLong.of(1600), new ProcFiles(proc).busyMillis());
    assertEquals(OptionalLong.empty(), new ProcFiles(proc.resolve("none")).busyMillis());
  }

  @Test
  void namesTheMachine() throws IOException {
    Files.writeString(
        proc.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: A Chip @ 3 GHz\nprocessor\t: 1\n");
    Files.writeString(proc.resolve("meminfo"), "MemTotal:       2097152 kB\nMemFree: 1 kB\n");
    Machine machine = Machine.here(new ProcFiles(proc));
    assertEquals("A Chip @ 3 GHz", machine.processorName());
    assertEquals(2048, machine.memoryMiB());
    assertEquals("", Machine.here(new ProcFiles(proc.resolve("none"))).processorName());
  }

  @Test
  void tellsTheLoadIfThereIsOne() throws IOException {
    assertTrue(new ProcFiles(proc).loadAverages().isEmpty());
    Files.writeString(proc.resolve("loadavg"), "0.52 1.08 20.50 1/123 4711\n");
    assertEquals("0.52 1.08 20.50", new ProcFiles(proc).loadAverages().orElseThrow());
  }

  @Test
  void readsThisProcessWhereThereIsAProc() {
    if (Files.isDirectory(Path.of("/proc/self"))) {
      ProcessUsage self = ProcFiles.system().process(ProcessHandle.current().pid()).orElseThrow();
      assertTrue(self.cpuMillis() > 0);
      assertTrue(self.residentPeakKiB() >= self.residentKiB() && self.residentKiB() > 1024);
    }
  }

  private void process(String stat, String status) throws IOException {
    Path process = Files.createDirectories(proc.resolve("4711"));
    Files.writeString(process.resolve("stat"), stat);
    Files.writeString(process.resolve("status"), status);
  }
}
