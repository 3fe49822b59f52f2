package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Optional;

/** Any bytes as a log. */
public final class MessageLogFuzz {
  private MessageLogFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    MessageLog log = new MessageLog(Bytes.of(input));
    Bytes origin = log.origin();
    Must.beEqual(origin, log.bytes().slice(0, origin.length()), "the origin begins the log");
    log.digests()
        .ifPresent(
            digests ->
                Must.beEqual(
                    Optional.of(digests),
                    MessageLog.of(List.of(digests.text())).digests(),
                    "written means what was read"));
    log.senderSignature()
        .ifPresent(
            signature ->
                Must.beEqual(
                    Optional.of(signature),
                    MessageLog.of(List.of(signature.text())).senderSignature(),
                    "written means what was read"));
    log.isLoop();
    if (log.isWellFormed()) {
      List<String> entries = log.entries();
      Must.hold(entries.size() <= Limits.LOG_ENTRIES_MAX, "not too many entries");
      Must.beEqual(entries, MessageLog.of(entries).entries(), "written means what was read");
    }
  }
}
