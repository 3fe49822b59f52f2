package cmtp.persistence.journal;

import cmtp.persistence.directory.DirectoryEvent.AccountListed;
import cmtp.persistence.directory.DirectoryEvent.AccountUnlisted;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordPut;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordsBegun;
import cmtp.persistence.directory.DirectoryState;
import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.BoxSnapshot;
import cmtp.persistence.mailbox.Departure;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.FlagChange;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.MailboxEvent;
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
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.mailbox.Tombstone;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.AccountName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each golden file holds. Never to be changed, since the files are not: a further form gets a
 * further line.
 */
final class StoredSamples {
  private static final long AT_MS = 1_750_000_000_123L;
  private static final Bytes RECORD = Bytes.utf8("t=key\nv=1\nsig=abc\n");
  private static final Bytes XZIBIT = Bytes.hex("000000020102030405");
  private static final MessageId MID =
      new MessageId(Bytes.hex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));
  private static final BoxName WORK = new BoxName("work");

  private StoredSamples() {}

  private static BoxSnapshot box() {
    Entry entry =
        new Entry(
            7,
            MID,
            300,
            new Sections(60, 1, 100, List.of(5L)),
            Flags.of("seen"),
            AT_MS,
            "ann@example.org",
            9);
    return new BoxSnapshot(
        WORK, 1_750_000_000L, 8, 10, 2, List.of(entry), List.of(new Tombstone(6, 10, AT_MS)));
  }

  static Map<String, Object> byManifest() {
    Map<String, Object> samples = new TreeMap<>();
    samples.put("MI1", new AccountInvited(Bytes.hex("c0de"), AT_MS + 1000, AT_MS));
    samples.put("MO1", new AccountOpened(RECORD, XZIBIT, 1_750_000_000L, AT_MS));
    samples.put("MN1", new AccountDisabled(AT_MS));
    samples.put("ME1", new AccountEnabled(AT_MS));
    samples.put("MR1", new AccountReset(RECORD, XZIBIT, AT_MS));
    samples.put("MZ1", new AccountRemoved(AT_MS));
    samples.put("MX1", new XzibitReplaced(XZIBIT, AT_MS));
    samples.put("MK1", new RecordPut(RECORD, AT_MS));
    samples.put("MD1", delivered(1, 5, 300));
    samples.put(
        "MF1",
        new FlagsChanged(
            BoxName.INBOX,
            List.of(1L, 200L),
            new FlagChange(Flags.of("seen", "$work"), Flags.of("flagged")),
            8,
            AT_MS));
    samples.put("MC1", new Copied(BoxName.INBOX, List.of(1L, 2L), WORK, 7, 9, AT_MS));
    samples.put("MM1", new Moved(WORK, List.of(3L), BoxName.TRASH, 1, 11, AT_MS));
    samples.put("MT1", new Deleted(BoxName.TRASH, List.of(1L, 4_294_967_295L), 12, AT_MS));
    samples.put("MG1", new ContentDropped(List.of(300L, 1L << 40), AT_MS));
    samples.put("MB1", new BoxImported(box(), AT_MS));
    samples.put("MH1", new DeparturesImported(List.of(new Departure(MID, 4, AT_MS)), AT_MS));
    samples.put(
        "MA1",
        new AccountImported(
            new Account(AccountStatus.ACTIVE, AT_MS, List.of(RECORD), XZIBIT, Bytes.EMPTY, 0),
            300,
            1_750_000_000L,
            AT_MS));
    samples.put("MS1", mailbox());
    samples.put("DL1", new AccountListed(new AccountName("j\u00f6rg"), AT_MS));
    samples.put("DU1", new AccountUnlisted(new AccountName("ann"), AT_MS));
    samples.put("DK1", new ServerRecordPut(RECORD, AT_MS));
    samples.put("DB1", new ServerRecordsBegun(RECORD, AT_MS));
    samples.put(
        "DS1",
        DirectoryState.EMPTY
            .apply(new AccountListed(new AccountName("ann"), AT_MS))
            .apply(new AccountListed(AccountName.POSTMASTER, AT_MS + 1))
            .apply(new ServerRecordPut(RECORD, AT_MS)));
    samples.putAll(QueueSamples.byManifest());
    return samples;
  }

  private static Delivered delivered(long uid, long modseq, long contentId) {
    return new Delivered(
        BoxName.INBOX,
        uid,
        modseq,
        MID,
        contentId,
        new Sections(61, 1, 1_048_576, List.of(70_000L, 0L)),
        "ann@example.org",
        Flags.of("draft", "seen"),
        AT_MS);
  }

  private static MailboxState mailbox() {
    List<MailboxEvent> events =
        List.of(
            new AccountOpened(RECORD, XZIBIT, 1_750_000_000L, AT_MS),
            delivered(1, 1, 300),
            delivered(2, 2, 301),
            new Copied(BoxName.INBOX, List.of(1L), WORK, 1, 3, AT_MS),
            new Deleted(BoxName.INBOX, List.of(1L, 2L), 4, AT_MS + 1),
            new Deleted(WORK, List.of(1L), 6, AT_MS + 2),
            delivered(3, 7, 302));
    return MailboxState.EMPTY.applyAll(events);
  }
}
