package cmtp.node.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.keys.ServerIdentity;
import cmtp.node.metrics.NodeMetrics;
import cmtp.persistence.journal.JournalSettings;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.record.KeyRecord;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes of a cluster that set up the same domain at once. */
class DomainSetupTest {
  private static final DomainName DOMAIN = new DomainName("one.test");
  private static final Clock CLOCK = Clock.systemUTC();

  private final ServerIdentity identity =
      new ServerIdentity(SigningKey.generate(), List.of(DOMAIN));
  private ActorTestKit kit;
  private Entities entities;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(PersistenceTestKitPlugin.getInstance().config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(JournalSettings.serialization())
                .withFallback(ConfigFactory.load()));
    entities = new Entities(kit);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void onlyThePasswordOfTheAccountThatIsThereIsKept() {
    Keys one = new Keys();
    Keys other = new Keys();
    TestProbe<DomainSetup.Ready> ready = kit.createTestProbe();
    TestProbe<Object> ended = kit.createTestProbe();
    List<ActorRef<DomainSetup.Command>> setups = List.of(setUp(one, ready), setUp(other, ready));
    one.awaitAsked(kit);
    other.awaitAsked(kit);
    one.give();
    ended.expectTerminated(setups.get(0));
    other.give();
    ended.expectTerminated(setups.get(1));
    assertEquals(List.of(), one.discarded);
    assertEquals(1, other.discarded.size());
    assertEquals(List.of(one.account.keyRecord()), records());
  }

  private ActorRef<DomainSetup.Command> setUp(Keys keys, TestProbe<DomainSetup.Ready> ready) {
    return kit.spawn(DomainSetup.create(identity, DOMAIN, entities, keys, CLOCK, ready.ref()));
  }

  private List<Bytes> records() {
    TestProbe<Mailbox.Reply> replies = kit.createTestProbe();
    entities.mailbox.tell(new Mailbox.GetAccount(replies.ref()));
    return ((Mailbox.AccountView) replies.receiveMessage()).account().records();
  }

  /** A process's postmaster, whose keys are ready when the test says so. */
  private static final class Keys implements DomainSetup.Postmasters {
    private final List<Address> discarded = new CopyOnWriteArrayList<>();
    private final CompletableFuture<DomainSetup.NewAccount> stage = new CompletableFuture<>();
    private final List<Address> asked = new CopyOnWriteArrayList<>();
    private final DomainSetup.NewAccount account;

    Keys() {
      SigningKey key = SigningKey.generate(SecureRandomBytes.system());
      Address address = Address.of("postmaster", DOMAIN.value());
      KeyRecord record = KeyRecord.first(key, address.account(), address.domain(), CLOCK.millis());
      account =
          new DomainSetup.NewAccount(record.record().bytes(), cmtp.node.TestNode.anXzibit(key));
    }

    void awaitAsked(ActorTestKit kit) {
      kit.createTestProbe()
          .awaitAssert(
              () -> {
                assertEquals(1, asked.size());
                return null;
              });
    }

    void give() {
      stage.complete(account);
    }

    @Override
    public CompletionStage<DomainSetup.NewAccount> make(Address address) {
      asked.add(address);
      return stage;
    }

    @Override
    public void discard(Address address) {
      discarded.add(address);
    }
  }

  /** The real mailbox and directory. */
  private static final class Entities implements Mailboxes {
    private final ActorRef<Mailbox.Command> mailbox;
    private final ActorRef<Directory.Command> directory;

    Entities(ActorTestKit kit) {
      mailbox =
          kit.spawn(
              Mailbox.create(
                  Address.of("postmaster", DOMAIN.value()),
                  new MailboxSettings(1 << 20),
                  Entities::deleted,
                  new NodeMetrics("test", CLOCK).mailboxes(),
                  CLOCK));
      directory = kit.spawn(Directory.create(DOMAIN, CLOCK));
    }

    private static CompletionStage<?> deleted(Collection<Long> contentIds) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void tell(Address address, Mailbox.Command command) {
      mailbox.tell(command);
    }

    @Override
    public void tell(DomainName domain, Directory.Command command) {
      directory.tell(command);
    }
  }
}
