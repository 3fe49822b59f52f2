package cmtp.persistence.directory;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;

/**
 * What happened to one served domain; stored for ever (FORMATS.md). Times are Unix milliseconds.
 */
public sealed interface DirectoryEvent {

  /** When it happened, Unix milliseconds. */
  long atMs();

  /** The account has a mailbox, if only an invitation to one. */
  record AccountListed(AccountName name, long atMs) implements DirectoryEvent {}

  record AccountUnlisted(AccountName name, long atMs) implements DirectoryEvent {}

  /** The chain of {@code srv} records grew by its next, or began. */
  record ServerRecordPut(Bytes serverRecord, long atMs) implements DirectoryEvent {}

  /** The chain begins anew, because the key that could have continued it is lost. */
  record ServerRecordsBegun(Bytes serverRecord, long atMs) implements DirectoryEvent {}
}
