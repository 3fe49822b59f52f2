package cmtp.simulations.load.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Short plans. */
public final class Plans {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Plans() {}

  /** A closed loop of small mails. */
  public static LoadPlan counted(int connections, long count, long failuresMax) {
    return plan(
        connections,
        Pace.Closed.INSTANCE,
        new LoadPlan.Extent(OptionalLong.of(count), Duration.ofSeconds(10), Duration.ZERO),
        failuresMax,
        PATIENCE);
  }

  public static LoadPlan timed(int connections, Pace pace, Duration length, Duration patience) {
    return plan(
        connections,
        pace,
        new LoadPlan.Extent(OptionalLong.empty(), length, Duration.ZERO),
        1000,
        patience);
  }

  private static LoadPlan plan(
      int connections, Pace pace, LoadPlan.Extent extent, long failuresMax, Duration patience) {
    return new LoadPlan(
        new LoadPlan.Traffic(Shares.only(Operation.MAIL), Shares.only(1024), 2, 0, 20),
        new LoadPlan.Wire(connections, 2, 1, LoadPlan.Language.BARE, List.of(), patience),
        pace,
        extent,
        new LoadPlan.Checks(1, failuresMax),
        7);
  }
}
