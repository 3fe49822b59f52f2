package cmtp.persistence.journal;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;
import static cmtp.persistence.mailbox.Samples.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.store.Db;
import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteLane;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real plugin on the real database. */
class SqliteJournalTest {
  @TempDir private Path temp;

  private static MailboxState open(TestNode node, ActorRef<TestMailbox.Command> mailbox) {
    return node.wish(mailbox, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW))
        .toCompletableFuture()
        .join();
  }

  private static CompletionStage<MailboxState> deliver(
      TestNode node, ActorRef<TestMailbox.Command> mailbox, long number) {
    return node.wish(mailbox, s -> MailboxDecisions.deliver(s, mail(number), QUOTA, NOW));
  }

  @Test
  void eventsAndSnapshotsSurviveARestart() throws SQLException {
    MailboxState before;
    try (TestNode node = TestNode.start(temp)) {
      ActorRef<TestMailbox.Command> mailbox = node.mailbox("ann", 20);
      open(node, mailbox);
      for (int i = 1; i <= 110; i++) {
        deliver(node, mailbox, i).toCompletableFuture().join();
      }
      before =
          node.wish(mailbox, s -> MailboxDecisions.delete(s, BoxName.INBOX, List.of(3L), NOW))
              .toCompletableFuture()
              .join();
      assertEquals(109, before.entryCount());
    }
    try (TestNode node = TestNode.start(temp)) {
      assertTrue(count(node, "snapshot") >= 1);
      assertTrue(count(node, "event_journal") < 112, "no event was deleted after a snapshot");
      ActorRef<TestMailbox.Command> mailbox = node.mailbox("ann", 20);
      assertEquals(before, node.state(mailbox));
      deliver(node, mailbox, 999).toCompletableFuture().join();
      assertEquals(110, node.state(mailbox).entryCount());
    }
  }

  @Test
  void manyWritersAtOnceLoseNothing() {
    int mailboxes = 40;
    try (TestNode node = TestNode.start(temp)) {
      List<CompletionStage<MailboxState>> all = new ArrayList<>();
      for (int i = 0; i < mailboxes; i++) {
        ActorRef<TestMailbox.Command> mailbox = node.mailbox("box" + i, 7);
        all.add(node.wish(mailbox, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW)));
        for (int n = 1; n <= 25; n++) {
          all.add(deliver(node, mailbox, n));
        }
      }
      all.forEach(stage -> stage.toCompletableFuture().join());
    }
    try (TestNode node = TestNode.start(temp)) {
      for (int i = 0; i < mailboxes; i++) {
        assertEquals(25, node.state(node.mailbox("box" + i, 7)).entryCount(), "box" + i);
      }
    }
  }

  @Test
  void recoveryDoesNotWaitForWriters() throws SQLException {
    try (TestNode node = TestNode.start(temp)) {
      open(node, node.mailbox("ann"));
    }
    try (TestNode node = TestNode.start(temp);
        WriteLane.Turn turn = node.store().lane().take(Durability.FULL)) {
      assertTrue(node.state(node.mailbox("ann")).account().isActive());
      turn.connection();
    }
  }

  @Test
  void aSecondEventOfOneNumberIsRefused() throws SQLException {
    try (TestNode node = TestNode.start(temp)) {
      open(node, node.mailbox("ann"));
      try (WriteLane.Turn turn = node.store().lane().take(Durability.FULL);
          Statement statement = turn.connection().createStatement()) {
        assertThrows(
            SQLException.class,
            () ->
                statement.execute(
                    "INSERT INTO event_journal SELECT NULL, deleted, persistence_id,"
                        + " sequence_number, writer, write_timestamp, adapter_manifest,"
                        + " event_payload, event_ser_id, event_ser_manifest, NULL, NULL, NULL"
                        + " FROM event_journal"));
      }
    }
  }

  @Test
  void storedRowsNameFormsAndNoClasses() throws SQLException {
    try (TestNode node = TestNode.start(temp)) {
      open(node, node.mailbox("ann"));
      Db db = node.store().readers().borrow();
      assertEquals(
          1,
          db.numbers(
                  "SELECT count(*) FROM event_journal"
                      + " WHERE event_ser_manifest = 'MO1' AND event_ser_id = 24240"
                      + " AND instr(event_payload, 'cmtp.') = 0")[0]);
      node.store().readers().giveBack(db);
    }
  }

  private static long count(TestNode node, String table) throws SQLException {
    Db db = node.store().readers().borrow();
    long count = db.numbers("SELECT count(*) FROM " + table)[0];
    node.store().readers().giveBack(db);
    return count;
  }
}
