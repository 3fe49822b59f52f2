package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadSweeperTest {
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** Uploads of which some are still held. */
  private static final class Left implements UploadSweeper.Uploads {
    final Map<String, Set<Long>> byOwner = new HashMap<>();
    final Set<Long> confirmed = new ConcurrentSkipListSet<>();
    final Set<Long> aborted = new ConcurrentSkipListSet<>();

    @Override
    public CompletionStage<Map<String, Set<Long>>> pending() {
      Map<String, Set<Long>> left = new HashMap<>();
      byOwner.forEach(
          (owner, ids) -> {
            Set<Long> rest = new TreeSet<>(ids);
            rest.removeAll(confirmed);
            rest.removeAll(aborted);
            if (!rest.isEmpty()) {
              left.put(owner, rest);
            }
          });
      return CompletableFuture.completedStage(left);
    }

    @Override
    public CompletionStage<?> confirm(Set<Long> contentIds) {
      confirmed.addAll(contentIds);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> abort(Set<Long> contentIds) {
      aborted.addAll(contentIds);
      return CompletableFuture.completedStage(null);
    }
  }

  /** A mailbox that holds content 1. */
  private static final class OneMailbox implements Mailboxes {
    @Override
    public void tell(Address address, Mailbox.Command command) {
      assertEquals("alice@home.example", address.toString());
      ((Mailbox.WhichAreHeld) command).replyTo().tell(new Mailbox.Held(Set.of(1L)));
    }

    @Override
    public void tell(DomainName domain, Directory.Command command) {
      throw new IllegalStateException("directories hold no content");
    }
  }

  @Test
  void asksMailboxesAndQueuesForWhatIsTheirs() {
    Left left = new Left();
    left.byOwner.put("Mailbox|alice@home.example", Set.of(1L, 2L));
    left.byOwner.put("RemoteDomain|far.example", Set.of(3L, 4L));
    left.byOwner.put("Nobody|x", Set.of(5L));
    left.byOwner.put("RemoteDomain|not a domain", Set.of(6L));
    left.byOwner.put("", Set.of(7L));
    ActorRef<UploadSweeper.Command> sweeper =
        kit.spawn(
            UploadSweeper.create(
                left,
                new OneMailbox(),
                (domain, command) -> {
                  assertEquals("far.example", domain.value());
                  ((RemoteDomain.WhichAreHeld) command)
                      .replyTo()
                      .tell(new RemoteDomain.Held(Set.of(4L)));
                },
                Duration.ZERO));
    kit.createTestProbe().expectTerminated(sweeper);
    assertEquals(Set.of(1L, 4L), left.confirmed);
    assertEquals(Set.of(2L, 3L), left.aborted, "what is nobody's is left alone");
  }
}
