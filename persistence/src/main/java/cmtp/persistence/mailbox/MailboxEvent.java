package cmtp.persistence.mailbox;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;

/**
 * What happened to one account's mailbox; stored for ever (FORMATS.md). An event holds everything
 * that {@link MailboxState#apply} needs. Times are Unix milliseconds. Where an event touches
 * several messages, the i-th of them gets {@code firstModseq + i} (and {@code firstUid + i}): no
 * two rows share a modseq, so a listing can be cut after any row.
 */
public sealed interface MailboxEvent {

  /** When it happened, Unix milliseconds. */
  long atMs();

  /** An invitation was made; a later one replaces it. {@code codeHash} is the hash of its code. */
  record AccountInvited(Bytes codeHash, long expiresMs, long atMs) implements MailboxEvent {}

  /**
   * The account was opened with its first {@code key} record.
   *
   * @param uidValidity of all boxes; greater than any the mailbox had before
   */
  record AccountOpened(Bytes keyRecord, Bytes xzibit, long uidValidity, long atMs)
      implements MailboxEvent {}

  record AccountDisabled(long atMs) implements MailboxEvent {}

  record AccountEnabled(long atMs) implements MailboxEvent {}

  /** A new chain began at seq 0; mail sealed to the old key stays listed. */
  record AccountReset(Bytes keyRecord, Bytes xzibit, long atMs) implements MailboxEvent {}

  /** The mailbox was emptied: every content became garbage, every box was forgotten. */
  record AccountRemoved(long atMs) implements MailboxEvent {}

  record XzibitReplaced(Bytes xzibit, long atMs) implements MailboxEvent {}

  /** The chain grew by its next {@code key} record. */
  record RecordPut(Bytes keyRecord, long atMs) implements MailboxEvent {}

  /** A message came into a box, from outside or by APPEND; {@code atMs} is when it was received. */
  record Delivered(
      BoxName box,
      long uid,
      long modseq,
      MessageId mid,
      long contentId,
      Sections sections,
      String source,
      Flags flags,
      long atMs)
      implements MailboxEvent {}

  record FlagsChanged(BoxName box, List<Long> uids, FlagChange change, long firstModseq, long atMs)
      implements MailboxEvent {
    public FlagsChanged {
      uids = List.copyOf(uids);
    }
  }

  /** Copies share the content of their originals. */
  record Copied(
      BoxName box, List<Long> uids, BoxName target, long firstUid, long firstModseq, long atMs)
      implements MailboxEvent {
    public Copied {
      uids = List.copyOf(uids);
    }
  }

  /** The tombstone in {@code box} and the entry in {@code target} share their modseq. */
  record Moved(
      BoxName box, List<Long> uids, BoxName target, long firstUid, long firstModseq, long atMs)
      implements MailboxEvent {
    public Moved {
      uids = List.copyOf(uids);
    }
  }

  record Deleted(BoxName box, List<Long> uids, long firstModseq, long atMs)
      implements MailboxEvent {
    public Deleted {
      uids = List.copyOf(uids);
    }
  }

  /** The content store no longer holds these contents, which were garbage. */
  record ContentDropped(List<Long> contentIds, long atMs) implements MailboxEvent {
    public ContentDropped {
      contentIds = List.copyOf(contentIds);
    }
  }

  /**
   * A part of a box came from another node, with the numbers that it had there; further parts of
   * the same box add to it. Nobody sees it before {@link AccountImported}.
   */
  record BoxImported(BoxSnapshot part, long atMs) implements MailboxEvent {}

  /** Mids that left the mailbox on the other node: by ascending modseq. */
  record DeparturesImported(List<Departure> departures, long atMs) implements MailboxEvent {
    public DeparturesImported {
      departures = List.copyOf(departures);
    }
  }

  /**
   * All parts have come: the account is what it was on the other node.
   *
   * @param modseq of the mailbox there
   * @param uidValidity the highest ever given to a box there
   */
  record AccountImported(Account account, long modseq, long uidValidity, long atMs)
      implements MailboxEvent {}
}
