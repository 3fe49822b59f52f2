package cmtp.persistence.journal;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;
import static cmtp.persistence.mailbox.Samples.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.StoreFailed;
import cmtp.persistence.content.StoreOverloaded;
import cmtp.persistence.engine.MailStore;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.testing.TestEngine;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes away under processes that stay. */
class PostgresOutageTest {
  private static final String OWNER = "Mailbox|ann";
  private static final int TRIES = 200;
  private static TestPostgres server;

  @TempDir private Path temp;
  private PostgresSettings database;

  @BeforeAll
  static void start() {
    server = TestPostgres.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void choose() {
    PostgresSettings fresh = server.freshDatabase();
    database =
        new PostgresSettings(
            fresh.url(),
            fresh.user(),
            fresh.passwordFile(),
            fresh.connectionsMax(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));
  }

  private TestEngine engine(String process) {
    return TestEngine.postgres(temp.resolve(process), database);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return assertThrows(CompletionException.class, () -> await(stage)).getCause();
  }

  /** A connection that is lost may fail one more; what was not written is tried anew. */
  private static long appendAtLast(ContentStore content, Bytes chunk) {
    for (int i = 0; i < TRIES; i++) {
      long id = content.newId();
      try {
        await(content.append(id, OWNER, 0, chunk));
        return id;
      } catch (CompletionException failed) {
        assertInstanceOf(StoreFailed.class, failed.getCause());
      }
    }
    throw new AssertionError("nothing can be written any more");
  }

  /** A wish whose event could not be stored is never answered; the next one is, in its turn. */
  private static void deliverAtLast(
      TestNode node, ActorRef<TestMailbox.Command> mailbox, long number) {
    for (int i = 0; i < TRIES; i++) {
      int before = node.state(mailbox).entryCount();
      node.wish(mailbox, s -> MailboxDecisions.deliver(s, mail(number), QUOTA, NOW));
      if (node.state(mailbox).entryCount() > before) {
        return;
      }
    }
    throw new AssertionError("no event can be stored any more");
  }

  private static ActorRef<TestMailbox.Command> opened(TestNode node) {
    ActorRef<TestMailbox.Command> mailbox = node.mailbox("ann");
    await(node.wish(mailbox, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW)));
    return mailbox;
  }

  @Test
  void endedSessionsLeaveNothingStuck() throws Exception {
    try (TestNode node = TestNode.start(engine("one"))) {
      ActorRef<TestMailbox.Command> mailbox = opened(node);
      for (int i = 1; i <= 3; i++) {
        appendAtLast(node.content(), Bytes.utf8("x"));
        server.endSessions(database);
        long id = appendAtLast(node.content(), Bytes.utf8("y" + i));
        deliverAtLast(node, mailbox, i);
        assertEquals(Bytes.utf8("y" + i), await(node.content().read(id, 0, 9)));
      }
      assertEquals(3, node.state(mailbox).entryCount());
    }
  }

  @Test
  void aStoppedServerFailsWhatIsAskedAndAllGoesOnWhenItIsBack() throws Exception {
    try (TestNode node = TestNode.start(engine("one"))) {
      ActorRef<TestMailbox.Command> mailbox = opened(node);
      long kept = appendAtLast(node.content(), Bytes.utf8("kept"));
      server.stop();
      try {
        long id = node.content().newId();
        assertInstanceOf(
            StoreFailed.class, failure(node.content().append(id, OWNER, 0, Bytes.utf8("lost"))));
        assertInstanceOf(StoreFailed.class, failure(node.content().read(kept, 0, 9)));
        assertInstanceOf(StoreFailed.class, failure(node.content().delete(List.of(kept))));
        node.wish(mailbox, s -> MailboxDecisions.deliver(s, mail(1), QUOTA, NOW));
      } finally {
        server.restart();
      }
      long later = appendAtLast(node.content(), Bytes.utf8("later"));
      assertEquals(Bytes.utf8("later"), await(node.content().read(later, 0, 9)));
      assertEquals(Bytes.utf8("kept"), await(node.content().read(kept, 0, 9)));
      deliverAtLast(node, mailbox, 2);
    }
    try (TestNode node = TestNode.start(engine("one"))) {
      assertTrue(node.state(node.mailbox("ann")).entryCount() >= 1);
    }
  }

  /** The event that names a content may be stored after the crash, by a process that stayed. */
  @Test
  void whatWasAcknowledgedOutlivesAKilledServer() throws Exception {
    try (MailStore store = engine("one").open()) {
      long large = appendAtLast(store.contents(), Bytes.wrap(new byte[100_000]));
      long last = appendAtLast(store.contents(), Bytes.utf8("last"));
      server.kill();
      server.restart();
      appendAtLast(store.contents(), Bytes.utf8("after"));
      assertEquals(Bytes.utf8("last"), await(store.contents().read(last, 0, 9)));
      assertEquals(
          Bytes.wrap(new byte[100_000]), await(store.contents().read(large, 0, 1_000_000)));
    }
  }

  @Test
  void noIdIsGivenTwiceByProcessesThatOutliveAKilledServer() throws Exception {
    Set<Long> ids = new HashSet<>();
    try (MailStore one = engine("one").open();
        MailStore two = engine("two").open()) {
      draw(one.contents(), ids);
      draw(two.contents(), ids);
      server.kill();
      server.restart();
      try (MailStore three = engine("three").open()) {
        draw(three.contents(), ids);
        draw(one.contents(), ids);
        draw(two.contents(), ids);
      }
    }
  }

  /** More than were reserved. */
  private static void draw(ContentStore content, Set<Long> ids) {
    for (int i = 0; i < 100_000; i++) {
      assertTrue(ids.add(drawOne(content)), "given twice");
    }
  }

  private static long drawOne(ContentStore content) {
    for (int i = 0; i < TRIES; i++) {
      try {
        return content.newId();
      } catch (StoreOverloaded notYet) {
        // Further ids are reserved beside the next write.
        content
            .append(1, OWNER, i, Bytes.utf8("x"))
            .toCompletableFuture()
            .handle((d, f) -> d)
            .join();
      }
    }
    throw new AssertionError("no further ids are reserved");
  }

  @Test
  void aSecondWriterOfAnEntityIsRefusedByTheServer() throws Exception {
    try (TestNode one = TestNode.start(engine("one"));
        TestNode two = TestNode.start(engine("two"))) {
      ActorRef<TestMailbox.Command> first = one.mailbox("ann");
      ActorRef<TestMailbox.Command> second = two.mailbox("ann");
      assertEquals(MailboxState.EMPTY, two.state(second));
      opened(first, one);
      CompletionStage<MailboxState> refused =
          two.wish(second, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW + 1));
      // It knew of no event, so that it can only have begun anew.
      assertEquals(one.state(first), two.state(second));
      assertFalse(refused.toCompletableFuture().isDone());
      assertEquals(1, TestEngine.number(one.store(), "SELECT count(*) FROM event_journal"));
    }
  }

  private static void opened(ActorRef<TestMailbox.Command> mailbox, TestNode node) {
    await(node.wish(mailbox, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW)));
  }
}
