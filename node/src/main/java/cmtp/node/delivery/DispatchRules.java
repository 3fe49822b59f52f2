package cmtp.node.delivery;

/**
 * What a queue does with its connections, as rules over numbers: so a simulation of very many
 * queues, which can't have their actors and trees, decides as they do.
 */
public final class DispatchRules {
  /** How often messages too old are looked for while some of them are held back or busy. */
  private static final long EXPIRY_MS = 60_000;

  /** When a notice is thought of again whose message was in delivery. */
  private static final long NOTICE_AGAIN_MS = 60_000;

  /** What follows from the end of a connection. */
  public enum Aftermath {
    /** Nobody was reached: the domain waits, its window is halved. */
    DIAL_FAILED,

    /** It broke at work: the window is halved. */
    NARROWER,

    /** The domain can be reached: its back-off ends. */
    REACHED,

    NOTHING
  }

  private DispatchRules() {}

  /** Whether there may be one more connection: a further one only while another one works. */
  public static boolean mayDial(
      int connections, int window, boolean anyAnswered, boolean dialling, boolean anyIdle) {
    return connections == 0 || connections < window && anyAnswered && !dialling && !anyIdle;
  }

  /** Before this no connection is tried. */
  public static long dialMs(long backoffMs, long extraMs) {
    return Math.max(backoffMs, extraMs);
  }

  /**
   * How many of the due messages are looked at.
   *
   * @param live connections that deliver, or could
   */
  public static int dueMax(int live, int batchMax) {
    return batchMax * live;
  }

  /** How many of the due messages one of the live connections is given. */
  public static int share(int due, int live, int batchMax) {
    return Math.min(batchMax, (due + live - 1) / live);
  }

  /**
   * A connection broke.
   *
   * @param answered a clear answer about a message came on it
   * @param working mail was under way on it; one that ends while it is idle has done its work
   */
  public static Aftermath broken(boolean answered, boolean working) {
    if (!answered) {
      return Aftermath.DIAL_FAILED;
    }
    return working ? Aftermath.NARROWER : Aftermath.NOTHING;
  }

  /**
   * A connection ended in order. One that was reached and not needed proves that the domain can be
   * reached.
   */
  public static Aftermath over(boolean answered, boolean met, boolean worked, boolean failing) {
    boolean idle = met && !worked;
    if (!answered && !idle) {
      return Aftermath.DIAL_FAILED;
    }
    return idle && failing ? Aftermath.REACHED : Aftermath.NOTHING;
  }

  /**
   * When to look for messages too old.
   *
   * @param expiresMs of the oldest one
   * @param lookedMs when it was done last
   */
  public static long expiryLookMs(long expiresMs, long lookedMs) {
    return lookedMs < expiresMs ? expiresMs : lookedMs + EXPIRY_MS;
  }

  /** When a notice is thought of again whose message is in delivery now. */
  public static long noticeAgainMs(long nowMs) {
    return nowMs + NOTICE_AGAIN_MS;
  }
}
