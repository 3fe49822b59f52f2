package cmtp.simulations.sim.planted;

import cmtp.simulations.sim.Result;
import cmtp.simulations.sim.Sweep;
import cmtp.simulations.sim.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sweep, to be loaded by the loader with a fault. Speaks nothing but the JDK's types. */
public final class PlantedRun {
  private PlantedRun() {}

  /**
   * @return the seed, the broken rule and what was seen; empty if all seeds are clean
   */
  public static List<String> sweep(String scenario, Map<String, String> overrides, int seeds)
      throws InterruptedException {
    Optional<Result> failure =
        new Sweep(Scenario.load(scenario, overrides), 1, seeds, 2).run(done -> {}).failure();
    return failure
        .map(
            result ->
                List.of(
                    Long.toString(result.seed()),
                    result.violation().orElseThrow().rule(),
                    result.violation().orElseThrow().text()))
        .orElse(List.of());
  }
}
