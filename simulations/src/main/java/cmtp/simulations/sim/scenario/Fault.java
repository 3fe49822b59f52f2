package cmtp.simulations.sim.scenario;

import java.time.Duration;

/**
 * One thing that befalls the federation.
 *
 * @param number tells it from the others of its run, whatever is left out of it
 * @param at since the beginning of the work
 * @param node which one; of no meaning where the kind is global
 * @param strength what that is, {@link FaultKind} says
 */
public record Fault(
    int number, FaultKind kind, Duration at, Duration length, int node, double strength) {
  @Override
  public String toString() {
    String where = kind.isGlobal() ? "" : " of node " + node;
    String how = strength == 0 ? "" : String.format(" x%.3g", strength);
    return kind.word() + where + how + " for " + length.toSeconds() + " s";
  }
}
