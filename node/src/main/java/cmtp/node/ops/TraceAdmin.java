package cmtp.node.ops;

import cmtp.node.ops.AdminException.Code;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks up what became of messages, whose mids people give whole or by their beginning. */
final class TraceAdmin {
  static final int PREFIX_DIGITS_MIN = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TraceStore traces;

  TraceAdmin(TraceStore traces) {
    this.traces = traces;
  }

  /** The entries of all messages whose mid begins so. */
  List<TraceEntry> find(String midText) {
    String digits = digits(midText);
    Bytes prefix = Bytes.hex(digits.substring(0, digits.length() / 2 * 2));
    return Asking.await(traces.find(prefix), PATIENCE).stream()
        .filter(entry -> entry.mid().toString().startsWith(digits))
        .toList();
  }

  /** The one message that is meant. */
  MessageId mid(String midText) {
    Optional<MessageId> whole = MessageId.parse(digits(midText));
    if (whole.isPresent()) {
      return whole.get();
    }
    List<MessageId> found = find(midText).stream().map(TraceEntry::mid).distinct().toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw found.isEmpty()
        ? new AdminException(Code.NOTFOUND, "no message is known that begins with " + midText)
        : new AdminException(
            Code.BADREQUEST, "several messages begin with " + midText + ": give more digits");
  }

  private static String digits(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{" + PREFIX_DIGITS_MIN + "," + 2 * MessageId.BYTES + "}")) {
      throw new AdminException(
          Code.BADREQUEST,
          "a message is named by its mid, or the first "
              + PREFIX_DIGITS_MIN
              + " or more of its 64 hexadecimal digits");
    }
    return digits;
  }
}
