package cmtp.simulations.scale;

import java.util.Arrays;

/** All outgoing connections, an array for each thing known of them. */
final class Links {
  static final int NONE = -1;
  static final byte DIALLING = 0;
  static final byte IDLE = 1;
  static final byte WORKING = 2;

  /** How the dial under way ends. */
  static final byte MEETS = 0;

  static final byte FAILS = 1;
  static final byte HOPELESS = 2;

  private static final int FIRST = 256;

  int[] domain = new int[FIRST];

  /** The next one to the same domain. */
  int[] next = new int[FIRST];

  byte[] state = new byte[FIRST];
  byte[] dialEnd = new byte[FIRST];

  /** Whether its permit counts among those of failing domains. */
  boolean[] failing = new boolean[FIRST];

  boolean[] worked = new boolean[FIRST];
  boolean[] answered = new boolean[FIRST];

  /** Whether it breaks at the end of its work. */
  boolean[] breaks = new boolean[FIRST];

  /** Before this no further dial happens if this one fails. */
  int[] retryMs = new int[FIRST];

  /** What it works on. */
  int[] work = new int[FIRST];

  /** When something happens to it next; other events are void. */
  int[] eventMs = new int[FIRST];

  private int free = NONE;
  private int allocated;

  int open(int toDomain) {
    int link = allocate();
    domain[link] = toDomain;
    state[link] = DIALLING;
    worked[link] = false;
    answered[link] = false;
    breaks[link] = false;
    work[link] = Messages.NONE;
    return link;
  }

  private int allocate() {
    if (free != NONE) {
      int link = free;
      free = next[link];
      return link;
    }
    if (allocated == state.length) {
      grow(2 * allocated);
    }
    return allocated++;
  }

  private void grow(int length) {
    domain = Arrays.copyOf(domain, length);
    next = Arrays.copyOf(next, length);
    state = Arrays.copyOf(state, length);
    dialEnd = Arrays.copyOf(dialEnd, length);
    failing = Arrays.copyOf(failing, length);
    worked = Arrays.copyOf(worked, length);
    answered = Arrays.copyOf(answered, length);
    breaks = Arrays.copyOf(breaks, length);
    retryMs = Arrays.copyOf(retryMs, length);
    work = Arrays.copyOf(work, length);
    eventMs = Arrays.copyOf(eventMs, length);
  }

  void free(int link) {
    eventMs[link] = NONE;
    next[link] = free;
    free = link;
  }
}
