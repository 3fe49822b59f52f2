package cmtp.simulations.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is claimed of the node. Needs root, for disks and networks of its own. */
@Tag("long")
class LongResilienceTest {
  @TempDir private Path folder;

  private void survives(String words) {
    Cli run = Cli.run(folder, words.split(" "));
    System.out.println(run.out());
    assertEquals(0, run.exitCode(), run::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void fortyKillsFiveTimes(int seed) {
    survives("--faults kill --count 40 --seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void twentyFivePowerCutsTwice(int seed) {
    survives("--faults power-cut --large 30 --count 25 --seed " + seed);
  }

  @Test
  void aFullDiskTenTimes() {
    survives("--faults disk-full --count 10");
  }

  @Test
  void everythingThatHappensToOneNodesProcess() {
    survives("--faults kill,stop,disk-full --count 20");
  }

  @Test
  void aFederationsNetworksAndProcesses() {
    survives("--topology federation --faults kill,stop,partition,loss,slow-dns --count 20");
  }

  @Test
  void aFederationOnLoopback() {
    survives("--topology federation --faults kill,slow-dns --count 10");
  }

  @Test
  void aClustersProcesses() {
    survives("--topology cluster --faults kill,stop --count 15");
  }
}
