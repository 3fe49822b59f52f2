package cmtp.node.session;

import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.MessageId;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.List;

/**
 * A message whose bytes are all in the content store, not yet anybody's.
 *
 * @param digests computed from the bytes that came
 */
public record ReceivedMail(
    MessageHeader header,
    MessageLog log,
    LogEntry.Digests digests,
    List<Long> attachmentBytes,
    ContentSink content) {
  public ReceivedMail {
    attachmentBytes = List.copyOf(attachmentBytes);
  }

  public MessageId mid() {
    return Message.mid(header, log, digests);
  }

  /** Whether the log's own digests, if it has any, are those of the bytes (SPEC 6). */
  boolean isAsAnnounced() {
    return log.digests().map(digests::equals).orElse(true);
  }

  /** Where its parts lie. */
  Sections sections() {
    return new Sections(
        header.encode().length(), (int) header.logLength(), header.bodyLength(), attachmentBytes);
  }

  /** The source's address as the header gives it. */
  String source() {
    return header.sourceAccount() + "@" + header.sourceDomain();
  }

  /** The destination's address as the header gives it. */
  String destination() {
    return header.destinationAccount() + "@" + header.destinationDomain();
  }
}
