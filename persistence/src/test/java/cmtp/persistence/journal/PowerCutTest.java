package cmtp.persistence.journal;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.content.ContentSettings;
import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.JdbcContentStore;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.Samples;
import cmtp.persistence.store.Db;
import cmtp.persistence.store.SqliteStore;
import cmtp.persistence.store.StoreSettings;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a power cut SQLite finds a prefix of its log: the frames up to the first that is missing or
 * torn. Contents are written without waiting for the disk; so each prefix must hold, for every
 * event in it, the content of that event.
 */
class PowerCutTest {
  private static final int MESSAGE_BYTES = 5000;

  @TempDir private Path temp;

  @Test
  void everyPrefixOfTheLogHoldsTheContentOfEveryEventInIt() throws Exception {
    long seed = 99;
    Random random = new Random(seed);
    Path cut = Files.createDirectories(temp.resolve("cut"));
    try (TestNode node = TestNode.start(temp.resolve("data"))) {
      DeliveryLoad load = new DeliveryLoad(node, MESSAGE_BYTES, (box, number) -> {});
      load.run(load.open(6), 1, 20);
      copy(cut);
    }
    long length = Files.size(cut.resolve("whole.db-wal"));
    int most = 0;
    for (int i = 0; i < 25; i++) {
      long kept = i == 0 ? length : random.nextLong(length);
      most = Math.max(most, check(cut, kept, "seed " + seed + ", " + kept + " of " + length));
    }
    assertEquals(120, most);
  }

  /** A receipt is noted, then the event is persisted that rests on it. */
  @Test
  void everyPrefixOfTheLogHoldsTheReceiptOfEveryEventInIt() throws Exception {
    long seed = 98;
    Random random = new Random(seed);
    Path cut = Files.createDirectories(temp.resolve("cut"));
    try (TestNode node = TestNode.start(temp.resolve("data"))) {
      ActorRef<TestMailbox.Command> mailbox =
          new DeliveryLoad(node, MESSAGE_BYTES, (box, number) -> {}).open(1).get(0);
      for (long number = 1; number <= 60; number++) {
        Incoming mail = Samples.mail(number);
        node.store()
            .trace()
            .note(List.of(receipt(mail.mid())))
            .thenCompose(
                noted -> node.wish(mailbox, s -> MailboxDecisions.deliver(s, mail, QUOTA, NOW)))
            .toCompletableFuture()
            .join();
      }
      copy(cut);
    }
    long length = Files.size(cut.resolve("whole.db-wal"));
    int most = 0;
    for (int i = 0; i < 25; i++) {
      long kept = i == 0 ? length : random.nextLong(length);
      String where = "seed " + seed + ", " + kept + " of " + length;
      most = Math.max(most, checkReceipts(cut, kept, where));
    }
    assertEquals(60, most);
  }

  private static TraceEntry receipt(MessageId mid) {
    Bytes proof = Bytes.wrap(new byte[TraceEntry.PROOF_BYTES]);
    return new TraceEntry(mid, NOW, TraceKind.DELIVERED, "example.net", "", proof);
  }

  private int checkReceipts(Path cut, long kept, String where) throws Exception {
    Path directory = prefix(cut, kept);
    try (SqliteStore store = SqliteStore.open(directory, StoreSettings.DEFAULT, Clock.systemUTC());
        JdbcContentStore content =
            JdbcContentStore.open(store, "cut", ContentSettings.DEFAULT, Clock.systemUTC())) {
      List<MailboxEvent.Delivered> events = delivered(store);
      for (MailboxEvent.Delivered event : events) {
        assertEquals(
            List.of(receipt(event.mid())),
            content.trace().find(event.mid().value()).toCompletableFuture().join(),
            where);
      }
      return events.size();
    }
  }

  private void copy(Path cut) throws IOException {
    Path data = temp.resolve("data");
    Files.copy(data.resolve("mail.db"), cut.resolve("whole.db"));
    Files.copy(data.resolve("mail.db-wal"), cut.resolve("whole.db-wal"));
  }

  private Path prefix(Path cut, long kept) throws IOException {
    Path directory = Files.createDirectories(temp.resolve("at" + kept));
    Files.copy(cut.resolve("whole.db"), directory.resolve("mail.db"));
    truncatedCopy(cut.resolve("whole.db-wal"), directory.resolve("mail.db-wal"), kept);
    return directory;
  }

  private int check(Path cut, long kept, String where) throws Exception {
    Path directory = prefix(cut, kept);
    try (SqliteStore store = SqliteStore.open(directory, StoreSettings.DEFAULT, Clock.systemUTC());
        ContentStore content =
            JdbcContentStore.open(store, "cut", ContentSettings.DEFAULT, Clock.systemUTC())) {
      List<MailboxEvent.Delivered> events = delivered(store);
      long next = content.newId();
      for (MailboxEvent.Delivered event : events) {
        long number = Long.parseLong(event.mid().toString().substring(48), 16);
        assertEquals(
            DeliveryLoad.message(number, MESSAGE_BYTES),
            content
                .read(event.contentId(), 0, ContentStore.READ_BYTES_MAX)
                .toCompletableFuture()
                .join(),
            where);
        assertTrue(event.contentId() < next, "an id is given out again: " + where);
      }
      return events.size();
    }
  }

  private static void truncatedCopy(Path from, Path to, long kept) throws IOException {
    Files.copy(from, to);
    try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
      file.truncate(kept);
    }
  }

  private static List<MailboxEvent.Delivered> delivered(SqliteStore store) throws Exception {
    List<MailboxEvent.Delivered> events = new ArrayList<>();
    Db db = store.readers().borrow();
    try (ResultSet rows =
        db.prepare("SELECT event_payload FROM event_journal WHERE event_ser_manifest = 'MD1'")
            .executeQuery()) {
      while (rows.next()) {
        events.add(
            (MailboxEvent.Delivered)
                new StoredEventSerializer().fromBinary(rows.getBytes(1), "MD1"));
      }
    }
    store.readers().giveBack(db);
    return events;
  }
}
