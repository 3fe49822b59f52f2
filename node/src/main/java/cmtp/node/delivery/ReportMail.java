package cmtp.node.delivery;

import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.Report;
import cmtp.protocol.Bytes;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.List;

/** A stored report as the mailbox wants it: its bytes are one of our own messages. */
final class ReportMail {
  private final Report report;
  private final MessageHeader header;
  private final int headerBytes;

  ReportMail(Report report) {
    this.report = report;
    this.header = MessageHeader.read(new FieldReader(report.message()));
    this.headerBytes = header.encode().length();
  }

  Incoming incoming(long contentId) {
    Sections sections =
        new Sections(headerBytes, (int) header.logLength(), header.bodyLength(), List.of());
    String source = header.sourceAccount() + "@" + header.sourceDomain();
    return new Incoming(BoxName.INBOX, report.mid(), contentId, sections, source, Flags.NONE);
  }

  /** When it was composed, as its signature states. */
  long composedMs() {
    Bytes log = report.message().slice(headerBytes, headerBytes + (int) header.logLength());
    return new MessageLog(log)
        .senderSignature()
        .map(LogEntry.SenderSignature::timeMillis)
        .orElse(0L);
  }
}
