package cmtp.simulations.scale;

import java.util.Arrays;

/** All messages that wait, without an object for any: an array for each thing known of them. */
final class Messages {
  static final int NONE = -1;

  /** May be tried. */
  static final byte READY = 0;

  /** Its domain's node put it off. */
  static final byte DEFERRED = 1;

  /** Handed to a connection. */
  static final byte BUSY = 2;

  /** Failed; its place is free once the list it is in gets to it. */
  static final byte GONE = 3;

  /** What becomes of a busy one. */
  static final byte DELIVERED = 0;

  static final byte PUT_OFF = 1;
  static final byte REFUSED = 2;
  static final byte INTERRUPTED = 3;
  static final byte UNTOUCHED = 4;

  private static final int FIRST = 4096;

  int[] domain = new int[FIRST];
  int[] acceptedMs = new int[FIRST];

  /** Neighbours among those that wait for the same domain, as they came. */
  int[] older = new int[FIRST];

  int[] newer = new int[FIRST];

  /** The next one that may be tried, or of the same work. */
  int[] next = new int[FIRST];

  /** Failed dials to its domain before it came. */
  int[] dialsBefore = new int[FIRST];

  /** When its outcome happens. */
  int[] doneMs = new int[FIRST];

  short[] deferrals = new short[FIRST];
  byte[] state = new byte[FIRST];
  byte[] outcome = new byte[FIRST];
  byte[] size = new byte[FIRST];

  private int free = NONE;
  private int allocated;

  int allocate() {
    if (free != NONE) {
      int slot = free;
      free = next[slot];
      return slot;
    }
    if (allocated == state.length) {
      grow(2 * allocated);
    }
    return allocated++;
  }

  private void grow(int length) {
    domain = Arrays.copyOf(domain, length);
    acceptedMs = Arrays.copyOf(acceptedMs, length);
    older = Arrays.copyOf(older, length);
    newer = Arrays.copyOf(newer, length);
    next = Arrays.copyOf(next, length);
    dialsBefore = Arrays.copyOf(dialsBefore, length);
    doneMs = Arrays.copyOf(doneMs, length);
    deferrals = Arrays.copyOf(deferrals, length);
    state = Arrays.copyOf(state, length);
    outcome = Arrays.copyOf(outcome, length);
    size = Arrays.copyOf(size, length);
  }

  void free(int slot) {
    next[slot] = free;
    free = slot;
  }
}
