package cmtp.persistence.journal;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;
import static cmtp.persistence.mailbox.Samples.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real plugin on the real database. */
abstract class JournalContract {
  @TempDir private Path temp;
  private TestEngine engine;

  abstract TestEngine engine(Path directory);

  @BeforeEach
  void choose() {
    engine = engine(temp);
  }

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
    try (TestNode node = TestNode.start(engine)) {
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
    try (TestNode node = TestNode.start(engine)) {
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
    try (TestNode node = TestNode.start(engine)) {
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
    try (TestNode node = TestNode.start(engine)) {
      for (int i = 0; i < mailboxes; i++) {
        assertEquals(25, node.state(node.mailbox("box" + i, 7)).entryCount(), "box" + i);
      }
    }
  }

  @Test
  void recoveryDoesNotWaitForWriters() throws SQLException {
    try (TestNode node = TestNode.start(engine)) {
      open(node, node.mailbox("ann"));
    }
    try (TestNode node = TestNode.start(engine);
        Connection held = engine.holdWriters(node.store())) {
      assertTrue(node.state(node.mailbox("ann")).account().isActive());
      assertFalse(held.isClosed());
    }
  }

  @Test
  void aSecondEventOfOneNumberIsRefused() throws SQLException {
    try (TestNode node = TestNode.start(engine)) {
      open(node, node.mailbox("ann"));
      SQLException refused =
          assertThrows(
              SQLException.class,
              () ->
                  TestEngine.execute(
                      node.store(),
                      "INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer,"
                          + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
                          + " event_ser_manifest)"
                          + " SELECT deleted, persistence_id, sequence_number, writer,"
                          + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
                          + " event_ser_manifest FROM event_journal"));
      assertTrue(refused.getMessage().toLowerCase(Locale.ROOT).contains("unique"));
    }
  }

  @Test
  void storedRowsNameFormsAndNoClasses() throws SQLException {
    try (TestNode node = TestNode.start(engine)) {
      open(node, node.mailbox("ann"));
      assertEquals(1, count(node, "event_journal"));
      try (Connection connection = node.store().dataSource().getConnection();
          PreparedStatement query =
              connection.prepareStatement(
                  "SELECT event_payload FROM event_journal"
                      + " WHERE event_ser_manifest = 'MO1' AND event_ser_id = 24240");
          ResultSet row = query.executeQuery()) {
        assertTrue(row.next());
        String payload = new String(row.getBytes(1), StandardCharsets.ISO_8859_1);
        assertFalse(payload.contains("cmtp."));
      }
    }
  }

  private static long count(TestNode node, String table) throws SQLException {
    return TestEngine.number(node.store(), "SELECT count(*) FROM " + table);
  }
}
