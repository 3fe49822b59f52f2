package cmtp.simulations.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.sim.scenario.Scenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short form of every shipped scenario: clean, and the same again from the same seed. */
class ShippedScenariosTest {
  private static final Map<String, String> SHORT =
      Map.of("domains", "5", "users", "2", "work.mails", "40");

  static List<String> names() {
    return Scenario.shipped();
  }

  private static Result run(String name, long seed) {
    Scenario scenario = Scenario.load(name, SHORT);
    return new Simulation(scenario, seed, scenario.planned(seed), progress -> {}).run();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isCleanAndRepeatsWithItsSeed(String name) {
    Result first = run(name, 1);
    assertTrue(first.isClean(), () -> String.join("\n", Reports.lines(first)));
    assertTrue(first.settled(), "not settled");
    assertTrue(first.counts().arrived() > 15, () -> first.counts().toString());
    Result again = run(name, 1);
    assertEquals(first.trace(), again.trace());
    assertEquals(first.counts(), again.counts());
    assertNotEquals(first.trace(), run(name, 2).trace());
  }
}
