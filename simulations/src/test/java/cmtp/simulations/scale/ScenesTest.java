package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The simulated queue does what the node's own one does: the node's QueueScenesTest and
 * FiveDaysTest play the real actor against the same files.
 */
class ScenesTest {
  private static final Path FILES = Path.of("../node/src/test/resources/cmtp/node/delivery");

  private static void assertScene(String name, List<String> seen) throws IOException {
    assertEquals(Files.readAllLines(FILES.resolve(name + ".scene")), seen);
  }

  @Test
  void triesForFiveDaysTellsOfTheDelayAndGivesUp() throws IOException {
    assertScene("outage", Scenes.play("duration = 6 days", "up = 0, down = 1 hour", 2, () -> 0.5));
  }

  @Test
  void scattersItsWaitsByTheSameChance() throws IOException {
    SplittableRandom chance = new SplittableRandom(42);
    assertScene(
        "scattered",
        Scenes.play(
            "duration = 1 day, cmtp.delivery.give-up-after = 10 hours",
            "up = 0, down = 1 hour",
            2,
            chance::nextDouble));
  }

  @Test
  void opensMoreConnectionsWhenTheDomainIsBack() throws IOException {
    assertScene(
        "recovery",
        Scenes.play(
            "duration = 2 hours", "outages = [{ from = 0, to = 30 minutes }]", 90, () -> 0.5));
  }

  @Test
  void triesAgainWhatWasPutOff() throws IOException {
    assertScene("put-off", Scenes.play("duration = 1 hour", "defer-first = 2", 25, () -> 0.5));
  }
}
