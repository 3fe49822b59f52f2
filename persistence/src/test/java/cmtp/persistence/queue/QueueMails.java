package cmtp.persistence.queue;

import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.nio.ByteBuffer;
import java.util.List;

/** Values that several tests need. */
final class QueueMails {
  static final long NOW = 1_760_000_000_000L;
  static final long DAY_MS = 24L * 60 * 60 * 1000;

  private QueueMails() {}

  static MessageId mid(long number) {
    return new MessageId(Bytes.wrap(ByteBuffer.allocate(32).putLong(24, number).array()));
  }

  /** The same number stands for the place in the queue, the mid and, plus 1000, the content. */
  static QueuedMail mail(long id) {
    return mail(id, id, true, NOW);
  }

  static QueuedMail mail(long id, long mid, boolean proven, long acceptedMs) {
    return new QueuedMail(
        id,
        mid(mid),
        1000 + id,
        new Sections(60, 1, 100, List.of()),
        "ann@example.org",
        "bob@example.net",
        proven,
        "hop",
        acceptedMs);
  }

  static Report report(long mailId, ReportKind kind) {
    return new Report(mailId, kind, "ann@example.org", mid(9000 + mailId), Bytes.utf8("a report"));
  }
}
