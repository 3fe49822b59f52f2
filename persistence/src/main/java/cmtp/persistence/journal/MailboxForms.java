package cmtp.persistence.journal;

import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.FlagChange;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.MailboxEvent.AccountDisabled;
import cmtp.persistence.mailbox.MailboxEvent.AccountEnabled;
import cmtp.persistence.mailbox.MailboxEvent.AccountImported;
import cmtp.persistence.mailbox.MailboxEvent.AccountInvited;
import cmtp.persistence.mailbox.MailboxEvent.AccountOpened;
import cmtp.persistence.mailbox.MailboxEvent.AccountRemoved;
import cmtp.persistence.mailbox.MailboxEvent.AccountReset;
import cmtp.persistence.mailbox.MailboxEvent.BoxImported;
import cmtp.persistence.mailbox.MailboxEvent.ContentDropped;
import cmtp.persistence.mailbox.MailboxEvent.Copied;
import cmtp.persistence.mailbox.MailboxEvent.Deleted;
import cmtp.persistence.mailbox.MailboxEvent.Delivered;
import cmtp.persistence.mailbox.MailboxEvent.DeparturesImported;
import cmtp.persistence.mailbox.MailboxEvent.FlagsChanged;
import cmtp.persistence.mailbox.MailboxEvent.Moved;
import cmtp.persistence.mailbox.MailboxEvent.RecordPut;
import cmtp.persistence.mailbox.MailboxEvent.XzibitReplaced;
import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.MessageId;
import java.util.List;

/** The forms of mailbox events; their fields, in order, stand in FORMATS.md. */
final class MailboxForms {
  static final List<Form<?>> ALL =
      List.of(
          new Form<>(
              "MI1",
              AccountInvited.class,
              (out, e) -> {
                out.bytes(e.codeHash());
                out.number(e.expiresMs());
                out.number(e.atMs());
              },
              in -> new AccountInvited(in.bytes(), in.number(), in.number())),
          new Form<>(
              "MO1",
              AccountOpened.class,
              (out, e) -> {
                out.bytes(e.keyRecord());
                out.bytes(e.xzibit());
                out.number(e.uidValidity());
                out.number(e.atMs());
              },
              in -> new AccountOpened(in.bytes(), in.bytes(), in.number(), in.number())),
          new Form<>(
              "MN1",
              AccountDisabled.class,
              (out, e) -> out.number(e.atMs()),
              in -> new AccountDisabled(in.number())),
          new Form<>(
              "ME1",
              AccountEnabled.class,
              (out, e) -> out.number(e.atMs()),
              in -> new AccountEnabled(in.number())),
          new Form<>(
              "MR1",
              AccountReset.class,
              (out, e) -> {
                out.bytes(e.keyRecord());
                out.bytes(e.xzibit());
                out.number(e.atMs());
              },
              in -> new AccountReset(in.bytes(), in.bytes(), in.number())),
          new Form<>(
              "MZ1",
              AccountRemoved.class,
              (out, e) -> out.number(e.atMs()),
              in -> new AccountRemoved(in.number())),
          new Form<>(
              "MX1",
              XzibitReplaced.class,
              (out, e) -> {
                out.bytes(e.xzibit());
                out.number(e.atMs());
              },
              in -> new XzibitReplaced(in.bytes(), in.number())),
          new Form<>(
              "MK1",
              RecordPut.class,
              (out, e) -> {
                out.bytes(e.keyRecord());
                out.number(e.atMs());
              },
              in -> new RecordPut(in.bytes(), in.number())),
          new Form<>("MD1", Delivered.class, MailboxForms::delivered, MailboxForms::delivered),
          new Form<>(
              "MF1",
              FlagsChanged.class,
              (out, e) -> {
                out.text(e.box().value());
                out.numbers(e.uids());
                flags(out, e.change().added());
                flags(out, e.change().removed());
                out.number(e.firstModseq());
                out.number(e.atMs());
              },
              in ->
                  new FlagsChanged(
                      box(in),
                      in.numbers(),
                      new FlagChange(flags(in), flags(in)),
                      in.number(),
                      in.number())),
          new Form<>(
              "MC1",
              Copied.class,
              (out, e) -> {
                out.text(e.box().value());
                out.numbers(e.uids());
                out.text(e.target().value());
                out.number(e.firstUid());
                out.number(e.firstModseq());
                out.number(e.atMs());
              },
              in ->
                  new Copied(
                      box(in), in.numbers(), box(in), in.number(), in.number(), in.number())),
          new Form<>(
              "MM1",
              Moved.class,
              (out, e) -> {
                out.text(e.box().value());
                out.numbers(e.uids());
                out.text(e.target().value());
                out.number(e.firstUid());
                out.number(e.firstModseq());
                out.number(e.atMs());
              },
              in ->
                  new Moved(box(in), in.numbers(), box(in), in.number(), in.number(), in.number())),
          new Form<>(
              "MT1",
              Deleted.class,
              (out, e) -> {
                out.text(e.box().value());
                out.numbers(e.uids());
                out.number(e.firstModseq());
                out.number(e.atMs());
              },
              in -> new Deleted(box(in), in.numbers(), in.number(), in.number())),
          new Form<>(
              "MG1",
              ContentDropped.class,
              (out, e) -> {
                out.numbers(e.contentIds());
                out.number(e.atMs());
              },
              in -> new ContentDropped(in.numbers(), in.number())),
          new Form<>(
              "MB1",
              BoxImported.class,
              (out, e) -> {
                SnapshotForms.boxSnapshot(out, e.part());
                out.number(e.atMs());
              },
              in -> new BoxImported(SnapshotForms.boxSnapshot(in), in.number())),
          new Form<>(
              "MH1",
              DeparturesImported.class,
              (out, e) -> {
                out.list(e.departures(), SnapshotForms::departure);
                out.number(e.atMs());
              },
              in -> new DeparturesImported(in.list(SnapshotForms::departure), in.number())),
          new Form<>(
              "MA1",
              AccountImported.class,
              (out, e) -> {
                SnapshotForms.account(out, e.account());
                out.number(e.modseq());
                out.number(e.uidValidity());
                out.number(e.atMs());
              },
              in ->
                  new AccountImported(
                      SnapshotForms.account(in), in.number(), in.number(), in.number())));

  private MailboxForms() {}

  private static void delivered(FieldWriter out, Delivered e) {
    out.text(e.box().value());
    out.number(e.uid());
    out.number(e.modseq());
    out.raw(e.mid().value());
    out.number(e.contentId());
    sections(out, e.sections());
    out.text(e.source());
    flags(out, e.flags());
    out.number(e.atMs());
  }

  private static Delivered delivered(FieldReader in) {
    return new Delivered(
        box(in),
        in.number(),
        in.number(),
        mid(in),
        in.number(),
        sections(in),
        in.text(),
        flags(in),
        in.number());
  }

  static BoxName box(FieldReader in) {
    return BoxName.of(in.text());
  }

  static MessageId mid(FieldReader in) {
    return new MessageId(in.raw(MessageId.BYTES));
  }

  static void flags(FieldWriter out, Flags flags) {
    out.list(flags.names(), FieldWriter::text);
  }

  static Flags flags(FieldReader in) {
    List<String> names = in.list(FieldReader::text);
    return names.isEmpty() ? Flags.NONE : new Flags(names);
  }

  static void sections(FieldWriter out, Sections sections) {
    out.number(sections.headerBytes());
    out.number(sections.logBytes());
    out.number(sections.bodyBytes());
    out.numbers(sections.attachmentBytes());
  }

  static Sections sections(FieldReader in) {
    return new Sections(
        in.number(Integer.MAX_VALUE), in.number(Integer.MAX_VALUE), in.number(), in.numbers());
  }
}
