package cmtp.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nobody tells by looking again and again, and not for ever. */
public final class Looking {
  private static final long LOOK_NANOS = 20_000_000;

  /** What is looked for. */
  @FunctionalInterface
  public interface Sight {
    boolean isThere() throws IOException;
  }

  private Looking() {}

  public static void await(String what, Sight sight) {
    long until = System.nanoTime() + 3 * TestNode.TIMEOUT.toNanos();
    try {
      while (!sight.isThere()) {
        if (System.nanoTime() - until > 0) {
          throw new AssertionError("waited in vain for " + what);
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
