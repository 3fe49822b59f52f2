package cmtp.persistence.journal;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.store.EntityIds;
import cmtp.persistence.testing.TestEngine;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entities of the real plugin; what type they are is only their name. */
abstract class EntityIdsContract {
  @TempDir private Path temp;
  private TestNode node;
  private EntityIds ids;

  abstract TestEngine engine(Path directory);

  @BeforeEach
  void start() {
    node = TestNode.start(engine(temp));
    ids = node.store().entityIds();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private List<String> list(String type, String after, int limit) {
    return ids.list(type, after, limit).toCompletableFuture().join();
  }

  /** Each with two events. */
  private void make(List<String> persistenceIds) {
    List<CompletionStage<MailboxState>> all = new ArrayList<>();
    for (String id : persistenceIds) {
      ActorRef<TestMailbox.Command> entity = node.mailbox(id);
      all.add(node.wish(entity, s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW)));
      all.add(node.wish(entity, s -> AccountDecisions.disable(s, NOW)));
    }
    all.forEach(stage -> stage.toCompletableFuture().join());
  }

  @Test
  void aThousandEntitiesAreListedPageByPage() {
    List<String> names =
        IntStream.range(0, 1000).mapToObj(i -> String.format("d%03d.example", i)).toList();
    make(names.stream().map(name -> "RemoteDomain|" + name).toList());
    assertEquals(names, list("RemoteDomain", "", 1000));
    List<String> paged = new ArrayList<>();
    List<String> page = list("RemoteDomain", "", 300);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = list("RemoteDomain", page.get(page.size() - 1), 300);
    }
    assertEquals(names, paged);
  }

  @Test
  void otherTypesAreNotListed() {
    make(
        List.of(
            "Mailbox|ann@example.org",
            "RemoteDomain|example.net",
            "RemoteDomain|xn--bcher-kva.example",
            "RemoteDomains|no",
            "Remote|no",
            "RemoteDomain"));
    assertEquals(List.of("example.net", "xn--bcher-kva.example"), list("RemoteDomain", "", 10));
    assertEquals(List.of("ann@example.org"), list("Mailbox", "", 10));
    assertEquals(List.of(), list("Directory", "", 10));
  }

  @Test
  void anEntityWhoseEventsAreDeletedIsStillListed() throws SQLException {
    make(List.of("RemoteDomain|a.example", "RemoteDomain|b.example"));
    // What the plugin does behind a snapshot of the newest event.
    TestEngine.execute(
        node.store(),
        "UPDATE event_journal SET deleted = true"
            + " WHERE persistence_id = 'RemoteDomain|a.example'");
    TestEngine.execute(
        node.store(),
        "DELETE FROM event_journal"
            + " WHERE persistence_id = 'RemoteDomain|a.example' AND sequence_number < 2");
    assertEquals(List.of("a.example", "b.example"), list("RemoteDomain", "", 10));
  }

  @Test
  void argumentsOutOfBoundsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ids.list("", "", 10));
    assertThrows(IllegalArgumentException.class, () -> ids.list("A|B", "", 10));
    assertThrows(IllegalArgumentException.class, () -> ids.list("A", "", 0));
    assertThrows(IllegalArgumentException.class, () -> ids.list("A", "", 1001));
  }

  @Test
  void namesAreOrderedByTheirBytes() {
    List<String> names = List.of("-a", "B", "_", "a", "a-b", "a.b", "ab", "z", "\u00e5", "\u00f6");
    make(names.stream().map(name -> "Mailbox|" + name).toList());
    assertEquals(names, list("Mailbox", "", 100));
    assertEquals(names.subList(4, 10), list("Mailbox", "a", 100));
  }
}
