package cmtp.persistence.journal;

import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueueEvent.ContentDropped;
import cmtp.persistence.queue.QueueEvent.Deferral;
import cmtp.persistence.queue.QueueEvent.Deferred;
import cmtp.persistence.queue.QueueEvent.Delivered;
import cmtp.persistence.queue.QueueEvent.DialFailed;
import cmtp.persistence.queue.QueueEvent.DialStarted;
import cmtp.persistence.queue.QueueEvent.Dropped;
import cmtp.persistence.queue.QueueEvent.Failed;
import cmtp.persistence.queue.QueueEvent.Failure;
import cmtp.persistence.queue.QueueEvent.HoldChanged;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import cmtp.persistence.queue.QueueEvent.NoticesTaken;
import cmtp.persistence.queue.QueueEvent.PauseChanged;
import cmtp.persistence.queue.QueueEvent.PeerKeyOffered;
import cmtp.persistence.queue.QueueEvent.PeerPinned;
import cmtp.persistence.queue.QueueEvent.ReportComposed;
import cmtp.persistence.queue.QueueEvent.ReportSettled;
import cmtp.persistence.queue.QueueEvent.Woken;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.Report;
import cmtp.persistence.queue.ReportKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the golden files of a queue's forms hold: the queues' part of {@link StoredSamples}. */
final class QueueSamples {
  private static final long AT_MS = 1_760_000_000_456L;
  private static final Bytes KEY =
      Bytes.hex("a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf");
  private static final Bytes OTHER_KEY =
      Bytes.hex("c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf");

  private QueueSamples() {}

  static Map<String, Object> byManifest() {
    Map<String, Object> samples = new TreeMap<>();
    samples.put("QQ1", new MailQueued(List.of(mail(1, true), mail(300, false)), AT_MS));
    samples.put("QA1", new DialStarted(AT_MS + 300_000, AT_MS));
    samples.put("QX1", new DialFailed("connection refused by 192.0.2.7", AT_MS));
    samples.put("QD1", new Delivered(List.of(1L, 2L, 300L), List.of(2L), AT_MS));
    samples.put(
        "QR1",
        new Deferred(
            List.of(
                new Deferral(1, "mailbox full", AT_MS + 60_000),
                new Deferral(300, "\u00fcberlastet", AT_MS + 90_000)),
            true,
            AT_MS));
    samples.put(
        "QF1",
        new Failed(List.of(new Failure(1, "no such account"), new Failure(2, "")), false, AT_MS));
    samples.put("QB1", new ReportComposed(report(2, ReportKind.FAILURE), AT_MS));
    samples.put("QT1", new ReportSettled(2, ReportKind.DELAY, "delivered", AT_MS));
    samples.put("QN1", new NoticesTaken(300, AT_MS));
    samples.put("QH1", new HoldChanged(List.of(1L, 300L), true, AT_MS));
    samples.put("QZ1", new Dropped(List.of(2L), AT_MS));
    samples.put("QW1", new Woken(List.of(), AT_MS));
    samples.put("QP1", new PauseChanged(true, AT_MS));
    samples.put("QK1", new PeerPinned(KEY, PinOrigin.DNSSEC, true, AT_MS));
    samples.put("QO1", new PeerKeyOffered(OTHER_KEY, AT_MS));
    samples.put("QG1", new ContentDropped(List.of(7L, 1L << 40), AT_MS));
    samples.put("QS1", queue());
    return samples;
  }

  private static QueuedMail mail(long id, boolean proven) {
    return new QueuedMail(
        id,
        mid(id),
        7000 + id,
        new Sections(61, 1, 1_048_576, List.of(70_000L, 0L)),
        "j\u00f6rg@example.org",
        "ann@example.net",
        proven,
        "X1 hop v=1 at=example.org",
        AT_MS + id);
  }

  private static MessageId mid(long id) {
    byte[] bytes = new byte[MessageId.BYTES];
    bytes[0] = (byte) 0xe7;
    bytes[30] = (byte) (id >> 8);
    bytes[31] = (byte) id;
    return new MessageId(Bytes.wrap(bytes));
  }

  private static Report report(long mailId, ReportKind kind) {
    return new Report(
        mailId, kind, "j\u00f6rg@example.org", mid(500 + mailId), Bytes.utf8("a report"));
  }

  /** With something of everything that a queue can hold. */
  private static QueueState queue() {
    return QueueState.EMPTY.applyAll(
        List.of(
            new PeerPinned(KEY, PinOrigin.FIRST_SEEN, true, AT_MS),
            new MailQueued(List.of(mail(1, true), mail(2, true), mail(3, false)), AT_MS),
            new DialStarted(AT_MS + 300_000, AT_MS + 1),
            new DialFailed("timed out", AT_MS + 2),
            new MailQueued(List.of(mail(4, true), mail(5, true), mail(6, true)), AT_MS + 3),
            new Deferred(List.of(new Deferral(4, "mailbox full", AT_MS + 60_000)), true, AT_MS + 4),
            new Delivered(List.of(1L), List.of(), AT_MS + 5),
            new Failed(List.of(new Failure(2, "refused"), new Failure(5, "no")), true, AT_MS + 6),
            new ReportComposed(report(2, ReportKind.FAILURE), AT_MS + 7),
            new ReportComposed(report(4, ReportKind.DELAY), AT_MS + 8),
            new NoticesTaken(4, AT_MS + 8),
            new HoldChanged(List.of(6L), true, AT_MS + 9),
            new DialStarted(AT_MS + 600_000, AT_MS + 10),
            new PeerKeyOffered(OTHER_KEY, AT_MS + 11),
            new DialFailed("another key", AT_MS + 12),
            new PauseChanged(true, AT_MS + 13)));
  }
}
