package cmtp.persistence.journal;

import static cmtp.persistence.journal.QueueForms.mail;

import cmtp.persistence.queue.Backoff;
import cmtp.persistence.queue.Finished;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.QueueSnapshot;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.Undeliverable;
import cmtp.persistence.queue.Waiting;
import java.util.List;

/** The forms of a queue's state; their fields, in order, stand in FORMATS.md. */
final class QueueSnapshotForms {
  static final List<Form<?>> ALL =
      List.of(
          new Form<>(
              "QS1", QueueState.class, QueueSnapshotForms::queue, QueueSnapshotForms::queue));

  private QueueSnapshotForms() {}

  private static void queue(FieldWriter out, QueueState state) {
    QueueSnapshot snapshot = state.snapshot();
    out.number(snapshot.lastId());
    out.list(snapshot.waiting(), QueueSnapshotForms::waiting);
    out.list(snapshot.finished(), QueueSnapshotForms::finished);
    out.list(snapshot.undelivered(), QueueSnapshotForms::undeliverable);
    out.list(snapshot.reports(), QueueForms::report);
    out.number(snapshot.noticedUpToId());
    backoff(out, snapshot.backoff());
    out.bool(snapshot.paused());
    peer(out, snapshot.peer());
    out.numbers(snapshot.garbage());
  }

  private static QueueState queue(FieldReader in) {
    return QueueState.of(
        new QueueSnapshot(
            in.number(),
            in.list(QueueSnapshotForms::waiting),
            in.list(QueueSnapshotForms::finished),
            in.list(QueueSnapshotForms::undeliverable),
            in.list(QueueForms::report),
            in.number(),
            backoff(in),
            in.bool(),
            peer(in),
            in.numbers()));
  }

  private static void waiting(FieldWriter out, Waiting waiting) {
    mail(out, waiting.mail());
    out.number(waiting.failedDialsBefore());
    out.number(waiting.deferrals());
    out.number(waiting.notBeforeMs());
    out.text(waiting.reason());
    out.bool(waiting.held());
  }

  private static Waiting waiting(FieldReader in) {
    return new Waiting(
        mail(in), in.number(), in.number(Integer.MAX_VALUE), in.number(), in.text(), in.bool());
  }

  private static void finished(FieldWriter out, Finished finished) {
    out.raw(finished.mid().value());
    out.number(finished.id());
    out.number(finished.atMs());
  }

  private static Finished finished(FieldReader in) {
    return new Finished(MailboxForms.mid(in), in.number(), in.number());
  }

  private static void undeliverable(FieldWriter out, Undeliverable one) {
    mail(out, one.mail());
    out.text(one.reason());
    out.number(one.atMs());
  }

  private static Undeliverable undeliverable(FieldReader in) {
    return new Undeliverable(mail(in), in.text(), in.number());
  }

  private static void backoff(FieldWriter out, Backoff backoff) {
    out.number(backoff.failures());
    out.number(backoff.failedDials());
    out.number(backoff.nextDialMs());
    out.number(backoff.lastDialMs());
    out.text(backoff.reason());
  }

  private static Backoff backoff(FieldReader in) {
    return new Backoff(
        in.number(Integer.MAX_VALUE), in.number(), in.number(), in.number(), in.text());
  }

  private static void peer(FieldWriter out, PeerKnowledge peer) {
    out.bytes(peer.key());
    QueueForms.origin(out, peer.origin());
    out.number(peer.pinnedMs());
    out.bool(peer.x1());
    out.bytes(peer.offered());
    out.number(peer.offeredMs());
  }

  private static PeerKnowledge peer(FieldReader in) {
    return new PeerKnowledge(
        in.bytes(), QueueForms.origin(in), in.number(), in.bool(), in.bytes(), in.number());
  }
}
