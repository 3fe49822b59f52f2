package cmtp.node.session;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * So many attempts in an hour for each key, shared by all sessions. Remembers a bounded number of
 * keys; when full of fresh ones, unknown keys are refused: a flood of guesses must not buy more
 * guesses.
 */
public final class AttemptLimiter {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
  private static final int KEYS_MAX = 100_000;

  private final int perHour;
  private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();

  private record Window(long startMillis, int attempts) {
    boolean isOver(long nowMillis) {
      return nowMillis - startMillis >= HOUR_MILLIS;
    }
  }

  public AttemptLimiter(int perHour) {
    this.perHour = perHour;
  }

  /** Counts an attempt in, and says whether it is allowed. */
  boolean tryAttempt(String key, long nowMillis) {
    if (windows.size() >= KEYS_MAX && !windows.containsKey(key)) {
      windows.values().removeIf(window -> window.isOver(nowMillis));
      if (windows.size() >= KEYS_MAX) {
        return false;
      }
    }
    Window after =
        windows.compute(
            key,
            (k, window) ->
                window == null || window.isOver(nowMillis)
                    ? new Window(nowMillis, 1)
                    : new Window(
                        window.startMillis(), Math.min(window.attempts() + 1, perHour + 1)));
    return after.attempts() <= perHour;
  }
}
