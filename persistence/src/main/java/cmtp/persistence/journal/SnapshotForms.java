package cmtp.persistence.journal;

import static cmtp.persistence.journal.MailboxForms.box;
import static cmtp.persistence.journal.MailboxForms.flags;
import static cmtp.persistence.journal.MailboxForms.mid;
import static cmtp.persistence.journal.MailboxForms.sections;

import cmtp.persistence.directory.DirectoryState;
import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.persistence.mailbox.BoxSnapshot;
import cmtp.persistence.mailbox.Departure;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.MailboxSnapshot;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Tombstone;
import cmtp.persistence.tree.Tree;
import java.util.List;

/** The forms of states; their fields, in order, stand in FORMATS.md. */
final class SnapshotForms {
  static final List<Form<?>> ALL =
      List.of(
          new Form<>("MS1", MailboxState.class, SnapshotForms::mailbox, SnapshotForms::mailbox),
          new Form<>(
              "DS1", DirectoryState.class, SnapshotForms::directory, SnapshotForms::directory));

  /** The numbers that stand for statuses: the order of the enum is free to change. */
  private static final List<AccountStatus> STATUSES =
      List.of(
          AccountStatus.ABSENT,
          AccountStatus.INVITED,
          AccountStatus.ACTIVE,
          AccountStatus.DISABLED,
          AccountStatus.REMOVED);

  private SnapshotForms() {}

  private static void mailbox(FieldWriter out, MailboxState state) {
    MailboxSnapshot snapshot = state.snapshot();
    account(out, snapshot.account());
    out.number(snapshot.modseq());
    out.number(snapshot.uidValidity());
    out.list(snapshot.boxes(), SnapshotForms::boxSnapshot);
    out.list(snapshot.departures(), SnapshotForms::departure);
    out.numbers(snapshot.garbage());
  }

  private static MailboxState mailbox(FieldReader in) {
    return MailboxState.of(
        new MailboxSnapshot(
            account(in),
            in.number(),
            in.number(),
            in.list(SnapshotForms::boxSnapshot),
            in.list(SnapshotForms::departure),
            in.numbers()));
  }

  static void account(FieldWriter out, Account account) {
    out.number(STATUSES.indexOf(account.status()));
    out.number(account.statusSinceMs());
    out.list(account.records(), FieldWriter::bytes);
    out.bytes(account.xzibitOrEmpty());
    out.bytes(account.invitationOrEmpty());
    out.number(account.invitationExpiresMs());
  }

  static Account account(FieldReader in) {
    return new Account(
        STATUSES.get(in.number(STATUSES.size() - 1)),
        in.number(),
        in.list(FieldReader::bytes),
        in.bytes(),
        in.bytes(),
        in.number());
  }

  static void boxSnapshot(FieldWriter out, BoxSnapshot box) {
    out.text(box.name().value());
    out.number(box.uidValidity());
    out.number(box.nextUid());
    out.number(box.modseq());
    out.number(box.forgottenModseq());
    out.list(box.entries(), SnapshotForms::entry);
    out.list(box.tombstones(), SnapshotForms::tombstone);
  }

  static BoxSnapshot boxSnapshot(FieldReader in) {
    return new BoxSnapshot(
        box(in),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.list(SnapshotForms::entry),
        in.list(SnapshotForms::tombstone));
  }

  private static void entry(FieldWriter out, Entry entry) {
    out.number(entry.uid());
    out.raw(entry.mid().value());
    out.number(entry.contentId());
    sections(out, entry.sections());
    flags(out, entry.flags());
    out.number(entry.receivedMs());
    out.text(entry.source());
    out.number(entry.modseq());
  }

  private static Entry entry(FieldReader in) {
    return new Entry(
        in.number(),
        mid(in),
        in.number(),
        sections(in),
        flags(in),
        in.number(),
        in.text(),
        in.number());
  }

  private static void tombstone(FieldWriter out, Tombstone stone) {
    out.number(stone.uid());
    out.number(stone.modseq());
    out.number(stone.atMs());
  }

  private static Tombstone tombstone(FieldReader in) {
    return new Tombstone(in.number(), in.number(), in.number());
  }

  static void departure(FieldWriter out, Departure departure) {
    out.raw(departure.mid().value());
    out.number(departure.modseq());
    out.number(departure.atMs());
  }

  static Departure departure(FieldReader in) {
    return new Departure(mid(in), in.number(), in.number());
  }

  private static void directory(FieldWriter out, DirectoryState state) {
    out.list(state.listed(), SnapshotForms::listed);
    out.list(state.records(), FieldWriter::bytes);
  }

  private static DirectoryState directory(FieldReader in) {
    List<DirectoryState.Listed> listed = in.list(SnapshotForms::listed);
    return new DirectoryState(
        Tree.ofSorted(listed, account -> account.name().value()), in.list(FieldReader::bytes));
  }

  private static void listed(FieldWriter out, DirectoryState.Listed listed) {
    out.text(listed.name().value());
    out.number(listed.sinceMs());
  }

  private static DirectoryState.Listed listed(FieldReader in) {
    return new DirectoryState.Listed(DirectoryForms.name(in), in.number());
  }
}
