package cmtp.simulations.sim.planted;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator is worth something only if it finds what is wrong. */
@Tag("long")
class PlantedFaultsTest {
  /** So many seeds may it take. */
  private static final int SEEDS_MAX = 30;

  @ParameterizedTest
  @EnumSource
  void isFound(Plant plant) throws Exception {
    List<String> found = sweep(new PlantedLoader(plant.faults()), plant);
    assertFalse(found.isEmpty(), plant + " was not found in " + SEEDS_MAX + " seeds");
    assertTrue(plant.rules.contains(found.get(1)), () -> plant + " was taken for " + found);
    System.out.println(plant + " found at seed " + found.get(0) + ": " + found.subList(1, 3));
  }

  @SuppressWarnings("unchecked") // what PlantedRun gives
  static List<String> sweep(ClassLoader loader, Plant plant) throws Exception {
    return (List<String>)
        loader
            .loadClass(PlantedRun.class.getName())
            .getMethod("sweep", String.class, Map.class, int.class)
            .invoke(null, plant.scenario, plant.overrides(), SEEDS_MAX);
  }
}
