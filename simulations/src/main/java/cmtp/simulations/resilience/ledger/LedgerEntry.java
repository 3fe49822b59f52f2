package cmtp.simulations.resilience.ledger;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;

/** One line of the ledger. Its time is that of the machine's monotonic clock, in nanoseconds. */
public sealed interface LedgerEntry {

  /** When it was true. */
  long atNanos();

  /** An account exists from now on. */
  record Opened(long atNanos, Address address) implements LedgerEntry {}

  /**
   * From now on this message may be in that mailbox.
   *
   * @param body the hash of its sealed body
   */
  record Tried(long atNanos, MessageId mid, Address from, Address to, Bytes body)
      implements LedgerEntry {}

  /** From now on it must be. */
  record Acknowledged(long atNanos, MessageId mid) implements LedgerEntry {}

  /**
   * A node did not take it.
   *
   * @param permanent whether it never will
   * @param reason as the node gave it
   */
  record Refused(long atNanos, MessageId mid, boolean permanent, String reason)
      implements LedgerEntry {}

  /**
   * Something is done to the nodes.
   *
   * @param number counted from 1
   * @param domain whose users suffer from it
   */
  record FaultBegan(long atNanos, int number, String domain, String what) implements LedgerEntry {}

  /** All nodes work together again, and nothing waits that already did when the fault ended. */
  record Whole(long atNanos, int number) implements LedgerEntry {}

  /** From now on nothing keeps the nodes from working. */
  record FaultEnded(long atNanos, int number) implements LedgerEntry {}
}
