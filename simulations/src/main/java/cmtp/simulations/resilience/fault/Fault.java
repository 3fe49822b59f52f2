package cmtp.simulations.resilience.fault;

/**
 * One fault of a plan.
 *
 * @param number counted from 1
 * @param node whom it hits, counted from 0
 * @param starting whether it comes while the node starts, and not while it serves
 * @param afterMs since the node was started, or has taken mail again
 * @param forMs how long it lasts, if it is not over at once
 * @param seed for what else is left to chance
 */
public record Fault(
    int number, FaultKind kind, int node, boolean starting, int afterMs, int forMs, long seed) {

  /** For a ledger, and for people. */
  public String text() {
    String when = starting ? " while it starts, after " : " after ";
    String length = forMs > 0 ? " for " + forMs + " ms" : "";
    return kind.word() + " of node " + (node + 1) + when + afterMs + " ms" + length;
  }
}
