package cmtp.simulations.load;

import java.time.Duration;
import java.util.OptionalLong;

/** Short plans. */
final class Plans {
  private Plans() {}

  static LoadPlan counted(int connections, long count, long failuresMax) {
    return new LoadPlan(
        connections,
        2,
        2,
        1024,
        OptionalLong.of(count),
        Duration.ofSeconds(10),
        Duration.ZERO,
        1,
        LoadPlan.Language.BARE,
        1,
        failuresMax,
        Duration.ofSeconds(20));
  }
}
