package cmtp.simulations.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.resilience.disk.Needs;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs on real processes. */
class ResilienceTest {
  /** A power cut after which nothing is on the disk that was not synced. */
  private static final String NOTHING_UNSYNCED = "3";

  @TempDir private Path folder;

  private JsonNode flawless(String... words) throws IOException {
    Cli run = Cli.run(folder, words);
    assertEquals(0, run.exitCode(), run::toString);
    JsonNode json = run.json();
    assertTrue(json.path("flawless").asBoolean(), run::toString);
    assertTrue(json.path("account").path("acknowledged").asInt() > 50, run::toString);
    return json;
  }

  @Test
  void afterKillsEverythingThatWasAcknowledgedIsThereOnce() throws IOException {
    JsonNode json =
        flawless("--json", "--faults", "kill", "--count", "2", "--report", "kills", "--keep", "k");
    assertEquals(2, json.path("recoveries").size());
    assertTrue(json.path("recoverySeconds").path("max").asDouble() > 0, json::toString);
    assertTrue(json.path("replay").asText().contains("--count 2 --seed 1"), json::toString);
    assertTrue(Files.readString(folder.resolve("kills.html")).contains("Time to recover"));
    assertTrue(Files.readString(folder.resolve("kills.json")).contains("\"recoveries\""));
    assertTrue(Files.size(folder.resolve("k/ledger")) > 0);
  }

  @Test
  void afterPowerCutsEverythingThatWasAcknowledgedBeforeIsThereOnce() throws Exception {
    Needs.compiler();
    JsonNode json = flawless("--json", "--faults", "power-cut", "--count", "2", "--cuts-each", "2");
    assertEquals(2, json.path("cuts").size());
    assertTrue(json.path("cuts").get(1).path("syncs").asInt() > 10, json::toString);
  }

  @Test
  void onADiskThatLiesAcknowledgedMailIsLost() throws Exception {
    Needs.compiler();
    Cli run =
        Cli.run(
            folder,
            "--json",
            "--faults",
            "power-cut",
            "--count",
            "1",
            "--lying-disk",
            "--seed",
            NOTHING_UNSYNCED);
    JsonNode cut = run.json().path("cuts").path(0);
    assertEquals("nothing", cut.path("style").asText());
    assertTrue(cut.path("account").path("lost").asInt() > 0, run::toString);
    assertTrue(run.json().path("fates").path(0).asText().startsWith("power cut 1: lost "));
    assertFalse(run.json().path("flawless").asBoolean());
    assertEquals(1, run.exitCode());
  }

  @Test
  void withoutRoomTheNodePutsMailOffAndThenTakesItAgain() throws Exception {
    Needs.smallDisks();
    JsonNode json = flawless("--json", "--faults", "disk-full", "--count", "1");
    assertTrue(json.path("account").path("refusals").asInt() > 0, json::toString);
  }

  @Test
  void saysWhatCanNotBeDone() {
    Cli run = Cli.run(folder, "--topology", "cluster", "--faults", "power-cut");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("cluster has no power-cut, but kill, stop"), run::toString);
    assertEquals(2, Cli.run(folder, "--faults", "fire").exitCode());
    assertEquals(2, Cli.run(folder, "--faults", "kill,power-cut").exitCode());
    assertEquals(2, Cli.run(folder, "--topology", "ring").exitCode());
    assertEquals(2, Cli.run(folder, "--count", "0").exitCode());
    assertEquals(2, Cli.run(folder, "--keep", ".").exitCode());
  }
}
