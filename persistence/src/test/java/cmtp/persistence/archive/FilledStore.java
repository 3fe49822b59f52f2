package cmtp.persistence.archive;

import cmtp.persistence.content.ContentSettings;
import cmtp.persistence.content.JdbcContentStore;
import cmtp.persistence.directory.DirectoryEvent;
import cmtp.persistence.journal.StoredForms;
import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Decision;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Samples;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.store.SqliteStore;
import cmtp.persistence.store.StoreSettings;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An embedded store as a node would leave it: mailboxes with real messages, a queue, a directory,
 * snapshots, an upload under way, a trace. Written without actors, row by row.
 */
final class FilledStore implements AutoCloseable {
  static final String ANN = "Mailbox|ann@example.org";
  static final String QUEUE = "RemoteDomain|example.net";
  static final long UPLOADING = 900;

  private final SqliteStore store;
  private final JdbcContentStore contents;

  FilledStore(Path directory) {
    store = SqliteStore.open(directory, StoreSettings.DEFAULT, Clock.systemUTC());
    contents = JdbcContentStore.open(store, "test", ContentSettings.DEFAULT, Clock.systemUTC());
  }

  /** Makes one, with {@code mails} for Ann, and closes it. */
  static void make(Path directory, int mails) throws SQLException {
    try (FilledStore filled = new FilledStore(directory)) {
      filled.fill(mails);
    }
  }

  SqliteStore store() {
    return store;
  }

  void fill(int mails) throws SQLException {
    event("Directory|example.org", 1, new DirectoryEvent.AccountListed(new AccountName("ann"), 1));
    mailbox(ANN, mails, 1);
    mailbox("Mailbox|j\u00f6rg@example.org", 3, 1000);
    Message far = message(2000, 1, 700);
    write(2000, QUEUE, far);
    QueuedMail mail =
        new QueuedMail(
            1, far.mid(), 2000, sections(far), "ann@example.org", "bob@example.net", true, "h", 5);
    event(QUEUE, 1, new QueueEvent.MailQueued(List.of(mail), 5));
    foreign("/sharding/something", 1);
    contents.append(UPLOADING, ANN, 0, Bytes.utf8("half")).toCompletableFuture().join();
    contents
        .trace()
        .note(
            List.of(new TraceEntry(far.mid(), 5, TraceKind.QUEUED, "example.net", "", Bytes.EMPTY)))
        .toCompletableFuture()
        .join();
  }

  /** A mailbox with mail, a copy, a deletion, and a snapshot in its middle. */
  private void mailbox(String id, int mails, long firstContent) throws SQLException {
    MailboxState state = MailboxState.EMPTY;
    long number = 0;
    state =
        persist(
            id, ++number, state, AccountDecisions.open(state, Samples.RECORD, Samples.XZIBIT, 1));
    for (int i = 0; i < mails; i++) {
      Message message = message(firstContent + i, i % 3, 100 + 7 * i);
      write(firstContent + i, id, message);
      Incoming incoming =
          new Incoming(
              BoxName.INBOX,
              message.mid(),
              firstContent + i,
              sections(message),
              "bob@example.net",
              Flags.of("seen"));
      state =
          persist(id, ++number, state, MailboxDecisions.deliver(state, incoming, Samples.QUOTA, i));
      if (i == mails / 2) {
        snapshot(id, number, state);
      }
    }
    state =
        persist(
            id,
            ++number,
            state,
            MailboxDecisions.copy(state, BoxName.INBOX, List.of(1L), BoxName.ARCHIVE, 9));
    persist(id, ++number, state, MailboxDecisions.delete(state, BoxName.INBOX, List.of(2L), 9));
  }

  private MailboxState persist(String id, long number, MailboxState state, Decision decision)
      throws SQLException {
    var event = Samples.events(decision).get(0);
    event(id, number, event);
    return state.apply(event);
  }

  static Message message(long seed, int attachments, int bytes) {
    Random random = new Random(seed);
    Bytes body = random(random, bytes);
    List<Bytes> files = new ArrayList<>();
    for (int i = 0; i < attachments; i++) {
      files.add(random(random, i == 1 ? 300_000 : i * 50));
    }
    MessageLog log = MessageLog.EMPTY.plus("X1 test " + seed);
    return new Message(
        MessageHeader.sealed(
            Address.parse("ann@example.org"),
            Address.parse("bob@example.net"),
            files.size(),
            log.bytes().length(),
            body.length()),
        log,
        body,
        files);
  }

  private static Bytes random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  static Sections sections(Message message) {
    return new Sections(
        message.header().encode().length(),
        message.log().bytes().length(),
        message.body().length(),
        message.attachments().stream().map(file -> (long) file.length()).toList());
  }

  /** In chunks of uneven lengths, as they may be; confirmed, since its event follows. */
  private void write(long contentId, String owner, Message message) {
    Bytes bytes = message.encode();
    int chunk = 0;
    for (int at = 0; at < bytes.length(); chunk++) {
      int end = Math.min(bytes.length(), at + (chunk == 0 ? 90 : 100_000));
      contents.append(contentId, owner, chunk, bytes.slice(at, end)).toCompletableFuture().join();
      at = end;
    }
    contents.confirm(List.of(contentId)); // done when the store is closed, at the latest
  }

  void event(String id, long number, Object event) throws SQLException {
    event(id, number, 24240, StoredForms.manifest(event), StoredForms.write(event));
  }

  private void foreign(String id, long number) throws SQLException {
    event(id, number, 13, "AA", new byte[] {1, 2, 3});
  }

  private void event(String id, long number, int serializer, String manifest, byte[] payload)
      throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        PreparedStatement row =
            connection.prepareStatement(
                "INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer,"
                    + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
                    + " event_ser_manifest) VALUES (0, ?, ?, 'w', 7, '', ?, ?, ?)")) {
      row.setString(1, id);
      row.setLong(2, number);
      row.setBytes(3, payload);
      row.setInt(4, serializer);
      row.setString(5, manifest);
      row.executeUpdate();
    }
  }

  void snapshot(String id, long number, Object state) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        PreparedStatement row =
            connection.prepareStatement(
                "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
                    + " snapshot_ser_manifest, snapshot_payload) VALUES (?, ?, 7, 24240, ?, ?)")) {
      row.setString(1, id);
      row.setLong(2, number);
      row.setString(3, StoredForms.manifest(state));
      row.setBytes(4, StoredForms.write(state));
      row.executeUpdate();
    }
  }

  @Override
  public void close() {
    contents.close();
    store.close();
  }
}
