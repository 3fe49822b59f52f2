package cmtp.simulations.load.plan;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What to ask, over what, when, and how long.
 *
 * @param seed of sizes, commands and times
 */
public record LoadPlan(
    Traffic traffic, Wire wire, Pace pace, Extent extent, Checks checks, long seed) {

  public static final int CONNECTIONS_MAX = 10_000;
  public static final int MAILBOXES_MAX = 9_999;
  static final int THREADS_MAX = 64;
  static final int PIPELINE_MAX = 256;

  /** The protocol's own bound. */
  static final int LIST_ROWS_MAX = 500;

  /** How the generator talks to the node. */
  public enum Language {
    /** Base commands in clear, answered by the bare word. */
    BARE,
    /** The same after one X1 command: every success is a signed receipt. */
    RECEIPTS,
    /** Inside a secure channel, with receipts. */
    SECURE,
    /** The same, in a session of one of the mailboxes' users. */
    SESSION;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is asked.
   *
   * @param sizes of whole messages, from header to the end of the body, in bytes
   * @param mailboxes that take turns
   * @param watchers further connections that wait for new mail, one a mailbox
   * @param listRows of each LIST
   */
  public record Traffic(
      Shares<Operation> mix, Shares<Integer> sizes, int mailboxes, int watchers, int listRows) {
    public Traffic {
      between("mailboxes", mailboxes, 1, MAILBOXES_MAX);
      between("watch", watchers, 0, mailboxes);
      between("list-rows", listRows, 1, LIST_ROWS_MAX);
    }

    public boolean needsSessions() {
      return mix.all().stream().anyMatch(Operation::needsSession);
    }

    /** Whether somebody has to know the mailboxes' private keys. */
    public boolean needsKeys() {
      return needsSessions() || watchers > 0;
    }

    /**
     * @param chance at least 0 and below 1
     */
    public Operation draw(double chance) {
      return mix.all().get(mix.draw(chance));
    }

    public boolean has(Operation operation) {
      return mix.all().contains(operation);
    }

    /** Of a message, on average. */
    public double messageBytes() {
      double sum = sizes.shares().stream().mapToDouble(Shares.Share::weight).sum();
      return sizes.shares().stream().mapToDouble(s -> s.what() * s.weight() / sum).sum();
    }
  }

  /**
   * Over what.
   *
   * @param pipeline requests on a connection that wait for their reply at once
   * @param sources addresses to connect from, in turn; empty: what the system takes
   * @param patience longest wait for a reply, and for each step of connecting
   */
  public record Wire(
      int connections,
      int threads,
      int pipeline,
      Language language,
      List<String> sources,
      Duration patience) {
    public Wire {
      sources = List.copyOf(sources);
      between("connections", connections, 1, CONNECTIONS_MAX);
      between("threads", threads, 1, THREADS_MAX);
      between("pipeline", pipeline, 1, PIPELINE_MAX);
      between("patience", patience.toSeconds(), 1, Duration.ofHours(1).toSeconds());
    }
  }

  /**
   * How long.
   *
   * @param count requests to send after the warm-up; empty: as many as go in {@code length}
   */
  public record Extent(OptionalLong count, Duration length, Duration warmUp) {
    public Extent {
      between("count", count.orElse(1), 1, Long.MAX_VALUE);
      between("seconds", length.toSeconds(), 1, Duration.ofDays(1).toSeconds());
      between("warm-up", warmUp.toSeconds(), 0, Duration.ofHours(1).toSeconds());
    }
  }

  /**
   * How much is looked at.
   *
   * @param verifyEvery of so many replies one is checked in full; 0: none
   * @param failuresMax after so many failures the run stops early
   */
  public record Checks(long verifyEvery, long failuresMax) {
    public Checks {
      between("verify-every", verifyEvery, 0, Long.MAX_VALUE);
      between("failures-max", failuresMax, 1, Long.MAX_VALUE);
    }
  }

  public LoadPlan {
    if (traffic.needsSessions() && wire.language() != Language.SESSION) {
      throw new IllegalArgumentException("list and fetch need sessions");
    }
    if (extent.count().isPresent() && pace instanceof Pace.Open) {
      throw new IllegalArgumentException("--rate goes with --seconds, not with --count");
    }
  }

  /** How many threads there is work for. */
  public int threads() {
    return Math.min(wire.threads(), wire.connections());
  }

  static void between(String option, long value, long min, long max) {
    if (value < min || value > max) {
      String upTo = max == Long.MAX_VALUE ? "at least " + min : "from " + min + " to " + max;
      throw new IllegalArgumentException("--" + option + " is " + upTo + ", not " + value);
    }
  }
}
