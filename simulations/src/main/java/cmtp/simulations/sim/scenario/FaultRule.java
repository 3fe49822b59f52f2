package cmtp.simulations.sim.scenario;

import cmtp.simulations.sim.virtual.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From which faults are made.
 *
 * @param count how many, spread over the work by chance
 * @param at when, if it is not left to chance
 * @param shortest and {@code longest}: how long each lasts
 * @param node which node, if it is not left to chance; -1 is every one
 */
public record FaultRule(
    FaultKind kind,
    int count,
    Optional<Duration> at,
    Duration shortest,
    Duration longest,
    OptionalInt node,
    double strength) {
  static final int EVERY_NODE = -1;

  /** The faults of one run. */
  List<Fault> faults(int firstNumber, int nodes, Duration work, SeededRandom random) {
    List<Fault> faults = new ArrayList<>();
    boolean every = node.isPresent() && node.getAsInt() == EVERY_NODE;
    int all = every ? count * nodes : count;
    for (int i = 0; i < all; i++) {
      Duration when = at.orElseGet(() -> Duration.ofMillis(random.below(work.toMillis())));
      long spare = longest.minus(shortest).toMillis();
      Duration length = shortest.plusMillis(spare > 0 ? random.below(spare) : 0);
      int chosen = random.below(nodes);
      int which = every ? i % nodes : node.orElse(chosen);
      faults.add(
          new Fault(firstNumber + i, kind, when, length, Math.min(which, nodes - 1), strength));
    }
    return faults;
  }
}
