package cmtp.simulations.sim.scenario;

import java.util.Locale;

/** What can befall a federation. */
public enum FaultKind {
  /**
   * A node's process is killed, and starts again when the fault is over; strength is the share of
   * crashes that come in the middle of a write, not just at any time.
   */
  CRASH,
  /** The same with its machine: what was not synced may be lost, and nobody is told. */
  POWER_CUT,
  /** A node and all others can't reach each other. */
  ISOLATION,
  /** What a node says does not get through; it still hears. */
  ONE_WAY,
  /** Half of the nodes can't reach the other half. */
  PARTITION,
  /** The ways to and from a node are slow and thin; strength is how many times. */
  SLOW_LINK,
  /** They lose packets; strength is the share. */
  LOSS,
  /** They reset connections; strength is the share of packets at which they do. */
  RESETS,
  /** A node's disk fails to write; strength is the share of writes. */
  DISK_ERRORS,
  /** A node's disk is full. */
  DISK_FULL,
  /** A node's disk is slow; strength is how many times. */
  DISK_SLOW,
  /** Name servers don't answer; strength is the share of questions. */
  DNS_SILENCE,
  /** Name servers take long; strength is how many times. */
  DNS_SLOW,
  /** Everybody is told that a node's domain is at another host, which pretends to be it. */
  DNS_LIE,
  /**
   * A node's mailboxes and queues stop, and what is on its way to them is lost, until it is over.
   */
  MOVE,
  /** A node's clock is wrong; strength is by how many minutes, at most, either way. */
  CLOCK,
  /** Strangers flood a node with connections and mail; strength is how many come at once. */
  FLOOD;

  /** As scenarios write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it concerns everybody, not one node. */
  public boolean isGlobal() {
    return this == PARTITION || this == DNS_SILENCE || this == DNS_SLOW;
  }

  static FaultKind of(String word) {
    for (FaultKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new ScenarioException("no such fault: " + word);
  }
}
