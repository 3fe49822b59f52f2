package cmtp.node.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.keys.ServerKeyStore;
import cmtp.persistence.journal.JournalSettings;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several processes with one server key: each has a keeper of its own. */
class SharedKeyRotationTest {
  private static final List<DomainName> DOMAINS =
      IntStream.range(0, 5).mapToObj(i -> new DomainName("d" + i + ".test")).toList();
  private static final Clock CLOCK = Clock.systemUTC();

  private final SharedKeys keys = new SharedKeys();
  private ActorTestKit kit;
  private Directories directories;

  @BeforeEach
  void start() throws Exception {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(PersistenceTestKitPlugin.getInstance().config())
                .withFallback(JournalSettings.serialization())
                .withFallback(ConfigFactory.load()));
    directories = new Directories(kit);
    SigningKey key = keys.readOrCreate(SecureRandomBytes.system());
    TestProbe<Directory.Reply> replies = kit.createTestProbe();
    for (DomainName domain : DOMAINS) {
      directories.tell(
          domain,
          new Directory.BeginRecords(
              ServerRecord.first(key, domain, CLOCK.millis()).bytes(), replies.ref()));
      replies.expectMessage(Directory.Done.INSTANCE);
    }
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void aReplacementReachesTheOtherProcesses() {
    Process one = process();
    Process other = process();
    VerifyKey now = rotated(one.rotate());
    assertEquals(now, one.key());
    kit.createTestProbe().awaitAssert(() -> compare(now, other.key()));
    assertEveryDomainPublishes(now);
  }

  @Test
  void processesThatReplaceTheKeyAtOnceEndWithOneKey() {
    List<Process> processes = List.of(process(), process(), process());
    List<TestProbe<ServerKeyKeeper.Rotation>> answers =
        processes.stream().map(Process::rotate).toList();
    answers.forEach(answer -> answer.receiveMessage(java.time.Duration.ofSeconds(40)));
    VerifyKey kept = keys.current.get().publicKey();
    processes.forEach(
        process -> kit.createTestProbe().awaitAssert(() -> compare(kept, process.key())));
    assertEveryDomainPublishes(kept);
  }

  @Test
  void aProcessThatStartsWhileTheKeyIsReplacedSettles() {
    Process one = process();
    Process late = new Process(kit, keys, directories, Optional.empty());
    VerifyKey now = rotated(one.rotate());
    late.start();
    kit.createTestProbe().awaitAssert(() -> compare(now, late.key()));
    assertEveryDomainPublishes(now);
  }

  @Test
  void saysWhyTheKeyCanNotBeReplaced() {
    Process process = new Process(kit, keys, directories, Optional.of("each has its own file"));
    process.start();
    assertEquals(
        new ServerKeyKeeper.NotRotated("each has its own file"), process.rotate().receiveMessage());
  }

  private Process process() {
    Process process = new Process(kit, keys, directories, Optional.empty());
    process.start();
    return process;
  }

  private static VerifyKey rotated(TestProbe<ServerKeyKeeper.Rotation> answer) {
    return ((ServerKeyKeeper.Rotated) answer.receiveMessage()).now();
  }

  private static Void compare(VerifyKey expected, VerifyKey found) {
    assertEquals(expected, found);
    return null;
  }

  private void assertEveryDomainPublishes(VerifyKey key) {
    TestProbe<Directory.Reply> replies = kit.createTestProbe();
    for (DomainName domain : DOMAINS) {
      directories.tell(domain, new Directory.GetRecords(replies.ref()));
      Directory.Records records = (Directory.Records) replies.receiveMessage();
      assertEquals(key, RecordChain.ofServers(records.newestFirst()).orElseThrow().newest().key());
    }
  }

  /** One process of the cluster, as far as the server's key is concerned. */
  private static final class Process {
    private final ActorTestKit kit;
    private final ServerKeyKeeper.Setup setup;
    private ActorRef<ServerKeyKeeper.Command> keeper;

    Process(
        ActorTestKit kit, SharedKeys keys, Directories directories, Optional<String> rotatesNot) {
      this.kit = kit;
      SigningKey key = keys.current.orElseThrow();
      this.setup =
          new ServerKeyKeeper.Setup(
              keys,
              rotatesNot,
              new CurrentIdentity(new ServerIdentity(key, DOMAINS)),
              directories,
              false,
              SecureRandomBytes.system(),
              CLOCK);
    }

    void start() {
      TestProbe<ServerKeyKeeper.Settlement> settled = kit.createTestProbe();
      keeper = kit.spawn(ServerKeyKeeper.create(setup, settled.ref()));
      settled.expectMessage(java.time.Duration.ofSeconds(20), ServerKeyKeeper.Settled.INSTANCE);
    }

    TestProbe<ServerKeyKeeper.Rotation> rotate() {
      TestProbe<ServerKeyKeeper.Rotation> answer = kit.createTestProbe();
      keeper.tell(new ServerKeyKeeper.Rotate(answer.ref()));
      return answer;
    }

    VerifyKey key() {
      return setup.identity().get().key().publicKey();
    }
  }

  /** The domains' real directories. */
  private static final class Directories implements Mailboxes {
    private final Map<DomainName, ActorRef<Directory.Command>> actors;

    Directories(ActorTestKit kit) {
      actors =
          DOMAINS.stream()
              .collect(
                  Collectors.toMap(
                      Function.identity(), domain -> kit.spawn(Directory.create(domain, CLOCK))));
    }

    @Override
    public void tell(Address address, Mailbox.Command command) {
      throw new IllegalStateException("no mailbox is asked");
    }

    @Override
    public void tell(DomainName domain, Directory.Command command) {
      actors.get(domain).tell(command);
    }
  }

  /** What the database does with them. */
  private static final class SharedKeys implements ServerKeyStore {
    private volatile Optional<SigningKey> current = Optional.empty();
    private volatile Optional<SigningKey> next = Optional.empty();

    @Override
    public Optional<SigningKey> read() {
      return current;
    }

    @Override
    public synchronized SigningKey readOrCreate(SecureRandomBytes random) {
      current = current.or(() -> Optional.of(SigningKey.generate(random)));
      return current.get();
    }

    @Override
    public Optional<SigningKey> readNext() {
      return next;
    }

    @Override
    public synchronized SigningKey createNext(SecureRandomBytes random) {
      next = next.or(() -> Optional.of(SigningKey.generate(random)));
      return next.get();
    }

    @Override
    public synchronized void promote(SigningKey promoted) {
      current = Optional.of(promoted);
      next = Optional.empty();
    }

    @Override
    public void dropNext() {
      assertTrue(isShared());
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public String place() {
      return "the database";
    }
  }
}
