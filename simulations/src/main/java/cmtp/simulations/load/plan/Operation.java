package cmtp.simulations.load.plan;

import cmtp.protocol.wire.ReplyDecoder.Expected;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the generator can ask of a node, each one command. */
public enum Operation {
  /** Hands a sealed message in. */
  MAIL(Expected.TEXT, false),
  /** Asks for a mailbox's key. */
  KEYREQUEST(Expected.KEY, false),
  /** Asks for a mailbox's chain of signed records. */
  GETREC(Expected.X1, false),
  /** Asks for the sealed private key of a mailbox: limited by nodes (SPEC 1.3). */
  LOGIN(Expected.XZIBIT, false),
  /** Lists the newest messages of a mailbox. */
  LIST(Expected.X1, true),
  /** Fetches one of a mailbox's newest messages, at most its first MiB. */
  FETCH(Expected.X1, true);

  private final Expected expected;
  private final boolean needsSession;

  Operation(Expected expected, boolean needsSession) {
    this.expected = expected;
    this.needsSession = needsSession;
  }

  /** The form of its reply. */
  public Expected expected() {
    return expected;
  }

  /** Whether only a mailbox's user may ask it, inside a secure channel. */
  public boolean needsSession() {
    return needsSession;
  }

  /** As it is written in a mix. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Operation parse(String text) {
    for (Operation operation : values()) {
      if (operation.text().equals(text)) {
        return operation;
      }
    }
    String known = Arrays.stream(values()).map(Operation::text).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("'" + text + "' is no command for a mix: " + known);
  }
}
