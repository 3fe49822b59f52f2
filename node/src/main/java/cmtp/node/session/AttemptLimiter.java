package cmtp.node.session;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * So many attempts in a time for each key, shared by all sessions. Remembers a bounded number of
 * keys; when full of fresh ones, unknown keys are refused: a flood of guesses must not buy more
 * guesses.
 */
public final class AttemptLimiter {
  private static final int KEYS_MAX = 100_000;

  private final int attemptsMax;
  private final long windowMillis;
  private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();

  private record Window(long startMillis, int attempts) {}

  private AttemptLimiter(int attemptsMax, Duration window) {
    this.attemptsMax = attemptsMax;
    this.windowMillis = window.toMillis();
  }

  public static AttemptLimiter perHour(int attemptsMax) {
    return new AttemptLimiter(attemptsMax, Duration.ofHours(1));
  }

  public static AttemptLimiter perMinute(int attemptsMax) {
    return new AttemptLimiter(attemptsMax, Duration.ofMinutes(1));
  }

  private boolean isOver(Window window, long nowMillis) {
    return nowMillis - window.startMillis() >= windowMillis;
  }

  /** Counts an attempt in, and says whether it is allowed. */
  boolean tryAttempt(String key, long nowMillis) {
    if (windows.size() >= KEYS_MAX && !windows.containsKey(key)) {
      windows.values().removeIf(window -> isOver(window, nowMillis));
      if (windows.size() >= KEYS_MAX) {
        return false;
      }
    }
    Window after =
        windows.compute(
            key,
            (k, window) ->
                window == null || isOver(window, nowMillis)
                    ? new Window(nowMillis, 1)
                    : new Window(
                        window.startMillis(), Math.min(window.attempts() + 1, attemptsMax + 1)));
    return after.attempts() <= attemptsMax;
  }
}
