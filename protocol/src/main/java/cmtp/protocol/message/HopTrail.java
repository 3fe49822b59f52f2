package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who took a message over, when (SPEC 6.4): the {@code X1 hop} entries of its log, each checked. A
 * hop is proven by a signature over the mid and the hop before, so none can be taken out of the
 * middle, put in, or moved to another message; the last ones can be cut off. Whose a key is, only a
 * pin tells.
 */
public final class HopTrail {
  private static final Bytes NONE = Bytes.wrap(new byte[Hash.BYTES]);

  /** How far a hop entry can be believed. */
  public enum Standing {
    /** Signed by the key it names, and it follows the entry before it. */
    SIGNED,
    /** Signed, but the entry before it is not the one that it saw. */
    BROKEN_CHAIN,
    /** The signature is not that key's over this message. */
    FORGED,
    /** Not of the form. */
    MALFORMED
  }

  /**
   * @param hop empty if the entry is malformed
   */
  public record Step(Optional<LogEntry.Hop> hop, Standing standing) {}

  private HopTrail() {}

  /** The hops in order, as the log has them; at most as many as a log has entries. */
  public static List<Step> of(MessageLog log, MessageId mid) {
    List<Step> steps = new ArrayList<>();
    Bytes previous = NONE;
    for (String entry : entries(log)) {
      steps.add(step(entry, mid, previous));
      previous = Hash.of(Bytes.utf8(entry));
    }
    return steps;
  }

  /** The last hop as it stands there, unchecked; empty if there is none, or it is malformed. */
  public static Optional<LogEntry.Hop> last(MessageLog log) {
    List<String> hops = entries(log);
    return hops.isEmpty() ? Optional.empty() : LogEntry.Hop.parse(hops.get(hops.size() - 1));
  }

  private static List<String> entries(MessageLog log) {
    return log.entries().stream().filter(entry -> entry.startsWith("X1 hop")).toList();
  }

  private static Step step(String entry, MessageId mid, Bytes previous) {
    Optional<LogEntry.Hop> hop = LogEntry.Hop.parse(entry);
    if (hop.isEmpty()) {
      return new Step(hop, Standing.MALFORMED);
    }
    if (!isSigned(entry, hop.get(), mid)) {
      return new Step(hop, Standing.FORGED);
    }
    boolean follows = hop.get().previous().equals(previous);
    return new Step(hop, follows ? Standing.SIGNED : Standing.BROKEN_CHAIN);
  }

  private static boolean isSigned(String entry, LogEntry.Hop hop, MessageId mid) {
    String signed = entry.substring(0, entry.lastIndexOf(LogEntry.SIGNATURE_FIELD));
    Bytes input = SignedInput.hop(mid, hop.previous(), signed);
    return VerifyKey.of(hop.key()).filter(key -> key.verify(hop.signature(), input)).isPresent();
  }

  /**
   * This node's own entry, to be appended to {@code log}.
   *
   * @param nowMillis Unix milliseconds
   */
  public static LogEntry.Hop next(
      MessageLog log,
      MessageId mid,
      SigningKey key,
      DomainName domain,
      LogEntry.HopAction action,
      long nowMillis) {
    List<String> before = entries(log);
    Bytes previous = before.isEmpty() ? NONE : Hash.of(Bytes.utf8(before.get(before.size() - 1)));
    LogEntry.Hop unsigned =
        new LogEntry.Hop(
            domain.value(), action, nowMillis, key.publicKey().bytes(), previous, Bytes.EMPTY);
    Bytes signature = key.sign(SignedInput.hop(mid, previous, unsigned.signedText()));
    return new LogEntry.Hop(
        domain.value(), action, nowMillis, key.publicKey().bytes(), previous, signature);
  }
}
