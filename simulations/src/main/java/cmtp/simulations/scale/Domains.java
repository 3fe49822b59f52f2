package cmtp.simulations.scale;

import cmtp.node.delivery.Window;
import cmtp.persistence.queue.Backoff;
import java.util.Arrays;

/**
 * All foreign domains, an array for each thing known of them; the lists of their messages and
 * connections run through {@link Messages} and {@link Links}.
 */
final class Domains {
  static final int NONE = -1;

  final byte[] kind;

  /** All that wait, as they came. */
  final int[] oldest;

  final int[] newest;
  final int[] waiting;
  final long[] bytes;

  /** Those that may be tried. */
  final int[] readyFirst;

  final int[] readyLast;
  final int[] ready;

  /** The first one whose originator was not told of a delay. */
  final int[] unnoticed;

  final int[] noticesMs;
  final int[] expiryLookedMs;

  final int[] links;
  final byte[] linkCount;
  final boolean[] asked;
  final int[] extraDialMs;

  /** The wake-up that counts; others that are under way are void. */
  final int[] wakeMs;

  final int[] quietSinceMs;

  /** What DNS said is good until then, if it was not crowded out of memory. */
  final int[] foundUntilMs;

  final int[] foundNo;

  /** Messages that have left. */
  final int[] finished;

  private final int[] failures;
  private final int[] failedDials;
  private final int[] nextDialMs;
  private final Window[] windows;

  Domains(int count) {
    kind = new byte[count];
    oldest = none(count);
    newest = none(count);
    waiting = new int[count];
    bytes = new long[count];
    readyFirst = none(count);
    readyLast = none(count);
    ready = new int[count];
    unnoticed = none(count);
    noticesMs = new int[count];
    expiryLookedMs = none(count);
    links = none(count);
    linkCount = new byte[count];
    asked = new boolean[count];
    extraDialMs = new int[count];
    wakeMs = none(count);
    quietSinceMs = new int[count];
    foundUntilMs = new int[count];
    foundNo = new int[count];
    finished = new int[count];
    failures = new int[count];
    failedDials = new int[count];
    nextDialMs = new int[count];
    windows = new Window[count];
  }

  private static int[] none(int count) {
    int[] all = new int[count];
    Arrays.fill(all, NONE);
    return all;
  }

  int count() {
    return kind.length;
  }

  Backoff backoff(int domain) {
    return new Backoff(failures[domain], failedDials[domain], nextDialMs[domain], 0, "");
  }

  void backoff(int domain, Backoff changed) {
    failures[domain] = changed.failures();
    failedDials[domain] = (int) changed.failedDials();
    nextDialMs[domain] = (int) Math.min(changed.nextDialMs(), EventWheel.TIME_MAX_MS);
  }

  int failedDials(int domain) {
    return failedDials[domain];
  }

  long nextDialMs(int domain) {
    return nextDialMs[domain];
  }

  boolean isFailing(int domain) {
    return failures[domain] > 0;
  }

  /** In memory only, while the queue is. */
  Window window(int domain, int max) {
    if (windows[domain] == null) {
      windows[domain] = new Window(max);
    }
    return windows[domain];
  }

  int windowSize(int domain) {
    return windows[domain] == null ? 1 : windows[domain].size();
  }

  /** The queue leaves memory. */
  void forget(int domain) {
    windows[domain] = null;
    extraDialMs[domain] = 0;
  }
}
