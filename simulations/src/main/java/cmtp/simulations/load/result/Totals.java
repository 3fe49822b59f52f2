package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.Operation;
import java.util.Map;

/**
 * What became of all requests of a run, warm-up included.
 *
 * @param sent requests begun
 * @param answered with success, by command
 * @param refused answered, and not with success
 * @param unanswered begun, and never answered: nobody knows
 * @param unreachable connections that could not be opened
 * @param reasons of the failures, and how often
 */
public record Totals(
    long sent,
    Map<Operation, Long> answered,
    long refused,
    long unanswered,
    long unreachable,
    Map<String, Long> reasons) {
  public Totals {
    answered = Map.copyOf(answered);
    reasons = Map.copyOf(reasons);
  }

  /** Messages. */
  public long accepted() {
    return answered.getOrDefault(Operation.MAIL, 0L);
  }

  public long failures() {
    return refused + unanswered + unreachable;
  }
}
