package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.Report;
import cmtp.persistence.queue.ReportKind;
import cmtp.persistence.queue.Undeliverable;
import cmtp.persistence.queue.Waiting;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an event means for the record of a message's fate. Connections note deliveries. */
final class TraceNotes {
  private TraceNotes() {}

  /**
   * @param before the state that the event changes
   */
  static List<TraceEntry> of(DomainName domain, QueueState before, QueueEvent event) {
    Stream<Optional<TraceEntry>> notes = Stream.empty();
    if (event instanceof QueueEvent.MailQueued e) {
      notes =
          e.mails().stream()
              .map(m -> note(Optional.of(m.mid()), e, TraceKind.QUEUED, domain.value(), ""));
    } else if (event instanceof QueueEvent.Deferred e) {
      notes =
          e.deferrals().stream()
              .map(d -> waiting(before, d.id(), e, TraceKind.DEFERRED, domain, d.reason()));
    } else if (event instanceof QueueEvent.Failed e) {
      notes =
          e.failures().stream()
              .map(f -> waiting(before, f.id(), e, TraceKind.FAILED, domain, f.reason()));
    } else if (event instanceof QueueEvent.Dropped e) {
      notes =
          e.ids().stream().map(id -> waiting(before, id, e, TraceKind.DROPPED, domain, "dropped"));
    } else if (event instanceof QueueEvent.ReportComposed e) {
      notes = Stream.of(report(before, e));
    }
    return notes.flatMap(Optional::stream).toList();
  }

  private static Optional<TraceEntry> waiting(
      QueueState before,
      long id,
      QueueEvent event,
      TraceKind kind,
      DomainName domain,
      String detail) {
    return note(before.waiting(id).map(w -> w.mail().mid()), event, kind, domain.value(), detail);
  }

  private static Optional<TraceEntry> report(QueueState before, QueueEvent.ReportComposed e) {
    Report report = e.report();
    Optional<QueuedMail> about =
        before
            .undeliverable()
            .get(report.mailId())
            .map(Undeliverable::mail)
            .or(() -> before.waiting(report.mailId()).map(Waiting::mail));
    boolean failure = report.kind() == ReportKind.FAILURE;
    return note(
        about.map(QueuedMail::mid),
        e,
        failure ? TraceKind.FAILURE_REPORTED : TraceKind.DELAY_REPORTED,
        report.recipient(),
        "by " + report.mid().prefix());
  }

  private static Optional<TraceEntry> note(
      Optional<MessageId> mid, QueueEvent event, TraceKind kind, String place, String detail) {
    return mid.map(m -> new TraceEntry(m, event.atMs(), kind, place, detail, Bytes.EMPTY));
  }
}
