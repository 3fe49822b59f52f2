package cmtp.simulations.load;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What to send, and how.
 *
 * @param messageBytes a whole message, from its header to the end of its body
 * @param count messages to send after the warm-up; empty: as many as go in {@code length}
 * @param pipeline messages on a connection that wait for their reply at once
 * @param verifyEvery of so many replies one is checked in full; 0: none
 * @param failuresMax after so many failures the run stops early
 * @param patience longest wait for a reply, and for each step of connecting
 */
record LoadPlan(
    int connections,
    int threads,
    int mailboxes,
    int messageBytes,
    OptionalLong count,
    Duration length,
    Duration warmUp,
    int pipeline,
    Language language,
    long verifyEvery,
    long failuresMax,
    Duration patience) {

  static final int CONNECTIONS_MAX = 10_000;
  static final int THREADS_MAX = 64;
  static final int PIPELINE_MAX = 256;

  /** How the generator talks to the node. */
  enum Language {
    /** Base commands in clear, answered by the bare word. */
    BARE,
    /** The same after one X1 command: every success is a signed receipt. */
    RECEIPTS,
    /** Inside a secure channel, with receipts. */
    SECURE
  }

  LoadPlan {
    between("connections", connections, 1, CONNECTIONS_MAX);
    between("threads", threads, 1, THREADS_MAX);
    between("mailboxes", mailboxes, 1, TestAccounts.MAX);
    between("count", count.orElse(1), 1, Long.MAX_VALUE);
    between("seconds", length.toSeconds(), 1, Duration.ofDays(1).toSeconds());
    between("warm-up", warmUp.toSeconds(), 0, Duration.ofHours(1).toSeconds());
    between("pipeline", pipeline, 1, PIPELINE_MAX);
    between("verify-every", verifyEvery, 0, Long.MAX_VALUE);
    between("failures-max", failuresMax, 1, Long.MAX_VALUE);
    between("patience", patience.toSeconds(), 1, Duration.ofHours(1).toSeconds());
  }

  private static void between(String option, long value, long min, long max) {
    if (value < min || value > max) {
      String upTo = max == Long.MAX_VALUE ? "at least " + min : "from " + min + " to " + max;
      throw new IllegalArgumentException("--" + option + " is " + upTo + ", not " + value);
    }
  }
}
