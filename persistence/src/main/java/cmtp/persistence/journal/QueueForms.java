package cmtp.persistence.journal;

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
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.Report;
import cmtp.persistence.queue.ReportKind;
import java.util.List;

/** The forms of queue events; their fields, in order, stand in FORMATS.md. */
final class QueueForms {
  static final List<Form<?>> ALL =
      List.of(
          new Form<>(
              "QQ1",
              MailQueued.class,
              (out, e) -> {
                out.list(e.mails(), QueueForms::mail);
                out.number(e.atMs());
              },
              in -> new MailQueued(in.list(QueueForms::mail), in.number())),
          new Form<>(
              "QA1",
              DialStarted.class,
              (out, e) -> {
                out.number(e.retryMs());
                out.number(e.atMs());
              },
              in -> new DialStarted(in.number(), in.number())),
          new Form<>(
              "QX1",
              DialFailed.class,
              (out, e) -> {
                out.text(e.reason());
                out.number(e.atMs());
              },
              in -> new DialFailed(in.text(), in.number())),
          new Form<>(
              "QD1",
              Delivered.class,
              (out, e) -> {
                out.numbers(e.ids());
                out.numbers(e.unproven());
                out.number(e.atMs());
              },
              in -> new Delivered(in.numbers(), in.numbers(), in.number())),
          new Form<>(
              "QR1",
              Deferred.class,
              (out, e) -> {
                out.list(e.deferrals(), QueueForms::deferral);
                out.bool(e.reached());
                out.number(e.atMs());
              },
              in -> new Deferred(in.list(QueueForms::deferral), in.bool(), in.number())),
          new Form<>(
              "QF1",
              Failed.class,
              (out, e) -> {
                out.list(e.failures(), QueueForms::failure);
                out.bool(e.reached());
                out.number(e.atMs());
              },
              in -> new Failed(in.list(QueueForms::failure), in.bool(), in.number())),
          new Form<>(
              "QB1",
              ReportComposed.class,
              (out, e) -> {
                report(out, e.report());
                out.number(e.atMs());
              },
              in -> new ReportComposed(report(in), in.number())),
          new Form<>(
              "QT1",
              ReportSettled.class,
              (out, e) -> {
                out.number(e.mailId());
                kind(out, e.kind());
                out.text(e.outcome());
                out.number(e.atMs());
              },
              in -> new ReportSettled(in.number(), kind(in), in.text(), in.number())),
          new Form<>(
              "QN1",
              NoticesTaken.class,
              (out, e) -> {
                out.number(e.upToId());
                out.number(e.atMs());
              },
              in -> new NoticesTaken(in.number(), in.number())),
          new Form<>(
              "QH1",
              HoldChanged.class,
              (out, e) -> {
                out.numbers(e.ids());
                out.bool(e.held());
                out.number(e.atMs());
              },
              in -> new HoldChanged(in.numbers(), in.bool(), in.number())),
          new Form<>(
              "QZ1",
              Dropped.class,
              (out, e) -> {
                out.numbers(e.ids());
                out.number(e.atMs());
              },
              in -> new Dropped(in.numbers(), in.number())),
          new Form<>(
              "QW1",
              Woken.class,
              (out, e) -> {
                out.numbers(e.ids());
                out.number(e.atMs());
              },
              in -> new Woken(in.numbers(), in.number())),
          new Form<>(
              "QP1",
              PauseChanged.class,
              (out, e) -> {
                out.bool(e.paused());
                out.number(e.atMs());
              },
              in -> new PauseChanged(in.bool(), in.number())),
          new Form<>(
              "QK1",
              PeerPinned.class,
              (out, e) -> {
                out.bytes(e.key());
                origin(out, e.origin());
                out.bool(e.x1());
                out.number(e.atMs());
              },
              in -> new PeerPinned(in.bytes(), origin(in), in.bool(), in.number())),
          new Form<>(
              "QO1",
              PeerKeyOffered.class,
              (out, e) -> {
                out.bytes(e.key());
                out.number(e.atMs());
              },
              in -> new PeerKeyOffered(in.bytes(), in.number())),
          new Form<>(
              "QG1",
              ContentDropped.class,
              (out, e) -> {
                out.numbers(e.contentIds());
                out.number(e.atMs());
              },
              in -> new ContentDropped(in.numbers(), in.number())));

  /** The numbers that stand for kinds: the order of the enum is free to change. */
  private static final List<ReportKind> KINDS = List.of(ReportKind.DELAY, ReportKind.FAILURE);

  private static final List<PinOrigin> ORIGINS =
      List.of(PinOrigin.FIRST_SEEN, PinOrigin.DNSSEC, PinOrigin.FOLLOWED, PinOrigin.OPERATOR);

  private QueueForms() {}

  static void mail(FieldWriter out, QueuedMail mail) {
    out.number(mail.id());
    out.raw(mail.mid().value());
    out.number(mail.contentId());
    MailboxForms.sections(out, mail.sections());
    out.text(mail.source());
    out.text(mail.destination());
    out.bool(mail.proven());
    out.text(mail.hop());
    out.number(mail.acceptedMs());
  }

  static QueuedMail mail(FieldReader in) {
    return new QueuedMail(
        in.number(),
        MailboxForms.mid(in),
        in.number(),
        MailboxForms.sections(in),
        in.text(),
        in.text(),
        in.bool(),
        in.text(),
        in.number());
  }

  static void report(FieldWriter out, Report report) {
    out.number(report.mailId());
    kind(out, report.kind());
    out.text(report.recipient());
    out.raw(report.mid().value());
    out.bytes(report.message());
  }

  static Report report(FieldReader in) {
    return new Report(in.number(), kind(in), in.text(), MailboxForms.mid(in), in.bytes());
  }

  static void origin(FieldWriter out, PinOrigin origin) {
    out.number(ORIGINS.indexOf(origin));
  }

  static PinOrigin origin(FieldReader in) {
    return ORIGINS.get(in.number(ORIGINS.size() - 1));
  }

  private static void kind(FieldWriter out, ReportKind kind) {
    out.number(KINDS.indexOf(kind));
  }

  private static ReportKind kind(FieldReader in) {
    return KINDS.get(in.number(KINDS.size() - 1));
  }

  private static void deferral(FieldWriter out, Deferral deferral) {
    out.number(deferral.id());
    out.text(deferral.reason());
    out.number(deferral.retryMs());
  }

  private static Deferral deferral(FieldReader in) {
    return new Deferral(in.number(), in.text(), in.number());
  }

  private static void failure(FieldWriter out, Failure failure) {
    out.number(failure.id());
    out.text(failure.reason());
  }

  private static Failure failure(FieldReader in) {
    return new Failure(in.number(), in.text());
  }
}
