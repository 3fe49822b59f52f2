package cmtp.node.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.keys.ServerKeyFile;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyKeeperTest {
  private static final List<DomainName> DOMAINS =
      IntStream.range(0, 30).mapToObj(i -> new DomainName("d" + i + ".test")).toList();

  @TempDir Path data;
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void asksEachOfManyDomainsOnceAtTheStart() {
    Answering directories = new Answering();
    TestProbe<ServerKeyKeeper.Settlement> settled = kit.createTestProbe();
    kit.spawn(ServerKeyKeeper.create(setup(directories), settled.ref()));
    settled.expectMessage(ServerKeyKeeper.Settled.INSTANCE);
    assertEquals(DOMAINS.size(), directories.questions.get());
  }

  private ServerKeyKeeper.Setup setup(Mailboxes mailboxes) {
    ServerIdentity identity = new ServerIdentity(SigningKey.generate(), DOMAINS);
    return new ServerKeyKeeper.Setup(
        new ServerKeyFile(data),
        Optional.empty(),
        new CurrentIdentity(identity),
        mailboxes,
        false,
        SecureRandomBytes.system(),
        Clock.systemUTC());
  }

  /** Directories of domains that have published nothing yet. */
  private static final class Answering implements Mailboxes {
    private final AtomicInteger questions = new AtomicInteger();

    @Override
    public void tell(Address address, Mailbox.Command command) {
      throw new IllegalStateException("no mailbox is asked");
    }

    @Override
    public void tell(DomainName domain, Directory.Command command) {
      questions.incrementAndGet();
      Directory.GetRecords question = (Directory.GetRecords) command;
      question.replyTo().tell(new Directory.Records(domain, List.of()));
    }
  }
}
