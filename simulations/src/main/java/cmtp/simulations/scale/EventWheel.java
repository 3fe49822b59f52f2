package cmtp.simulations.scale;

import java.util.Arrays;

/**
 * Events by time, a hierarchical timing wheel over arrays: adding and taking cost the same however
 * many there are. Events of the same millisecond come in the order in which they were added.
 */
final class EventWheel {
  static final int TIME_MAX_MS = (1 << 30) - 1;
  static final int NONE = -1;

  /** Of an event's number. */
  static final int ID_BITS = 28;

  private static final int ID_MASK = (1 << ID_BITS) - 1;
  private static final int LEVELS = 3;
  private static final int SLOT_BITS = 10;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int SLOT_MASK = SLOTS - 1;

  private final int[] head = new int[LEVELS * SLOTS];
  private final int[] tail = new int[LEVELS * SLOTS];
  private final long[] used = new long[LEVELS * SLOTS / Long.SIZE];
  private int[] atMs = new int[1024];
  private int[] what = new int[1024];
  private int[] next = new int[1024];
  private int free = NONE;
  private int allocated;
  private int size;

  /** All earlier events were taken; never ahead of what was asked for. */
  private int nowMs;

  EventWheel() {
    Arrays.fill(head, NONE);
    Arrays.fill(tail, NONE);
  }

  static int kind(int event) {
    return event >>> ID_BITS;
  }

  static int id(int event) {
    return event & ID_MASK;
  }

  int size() {
    return size;
  }

  int nowMs() {
    return nowMs;
  }

  /** What is too far away never happens. */
  void add(long timeMs, int kind, int id) {
    if (timeMs > TIME_MAX_MS) {
      return;
    }
    int node = allocate();
    atMs[node] = Math.max((int) timeMs, nowMs);
    what[node] = kind << ID_BITS | id;
    size++;
    place(node);
  }

  private int allocate() {
    if (free != NONE) {
      int node = free;
      free = next[node];
      return node;
    }
    if (allocated == atMs.length) {
      atMs = Arrays.copyOf(atMs, 2 * allocated);
      what = Arrays.copyOf(what, 2 * allocated);
      next = Arrays.copyOf(next, 2 * allocated);
    }
    return allocated++;
  }

  /** Into the level of the highest digit in which its time differs from now. */
  private void place(int node) {
    int differs = atMs[node] ^ nowMs;
    int level = differs < SLOTS ? 0 : differs < SLOTS * SLOTS ? 1 : 2;
    int slot = level * SLOTS + (atMs[node] >>> level * SLOT_BITS & SLOT_MASK);
    next[node] = NONE;
    if (head[slot] == NONE) {
      head[slot] = node;
      used[slot / Long.SIZE] |= 1L << slot;
    } else {
      next[tail[slot]] = node;
    }
    tail[slot] = node;
  }

  /** Takes the next event that is not after {@code untilMs}; {@link #NONE} if there is none. */
  int take(int untilMs) {
    while (true) {
      int slot = firstUsed(0, nowMs & SLOT_MASK);
      if (slot != NONE) {
        int timeMs = nowMs & ~SLOT_MASK | slot;
        return timeMs <= untilMs ? takeFirst(slot, timeMs) : NONE;
      }
      if (!cascade(1, untilMs) && !cascade(2, untilMs)) {
        return NONE;
      }
    }
  }

  private int takeFirst(int slot, int timeMs) {
    nowMs = timeMs;
    int node = head[slot];
    head[slot] = next[node];
    if (head[slot] == NONE) {
      used[slot / Long.SIZE] &= ~(1L << slot);
    }
    next[node] = free;
    free = node;
    size--;
    return what[node];
  }

  /** Moves on to the next slot of a level that holds events, unless that is too late. */
  private boolean cascade(int level, int untilMs) {
    int shift = level * SLOT_BITS;
    int slot = firstUsed(level, (nowMs >>> shift & SLOT_MASK) + 1);
    if (slot == NONE) {
      return false;
    }
    int startMs = (nowMs >>> shift + SLOT_BITS << shift + SLOT_BITS) | slot << shift;
    if (startMs > untilMs) {
      return false;
    }
    nowMs = startMs;
    int at = level * SLOTS + slot;
    int node = head[at];
    head[at] = NONE;
    used[at / Long.SIZE] &= ~(1L << at);
    while (node != NONE) {
      int following = next[node];
      place(node);
      node = following;
    }
    return true;
  }

  private int firstUsed(int level, int from) {
    int word = from / Long.SIZE;
    if (from >= SLOTS) {
      return NONE;
    }
    int base = level * SLOTS / Long.SIZE;
    long bits = used[base + word] & -1L << from;
    while (bits == 0) {
      if (++word == SLOTS / Long.SIZE) {
        return NONE;
      }
      bits = used[base + word];
    }
    return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }
}
