package cmtp.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.keys.ServerIdentity;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Command.KeyRequest;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.wire.Decoded;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.Test;

/** SPEC 4.3 and 8.5: a key of another domain's user, found later, or not. */
class ForeignKeyRequestTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 4711);
  private static final SigningKey SERVER = SigningKey.generate();
  private static final VerifyKey KEY = SigningKey.generate().publicKey();

  private final Replies replies = new Replies(identity());
  private final CompletableFuture<Optional<VerifyKey>> found = new CompletableFuture<>();
  private final List<Address> asked = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();
  private BehaviorTestKit<Session.Command> session;

  private record Said(Bytes output, Wire.Next next) {
    static Said closing() {
      return new Said(Bytes.EMPTY, Wire.Next.Simple.CLOSE);
    }
  }

  private static ServerIdentity identity() {
    return new ServerIdentity(SERVER, List.of(new DomainName("example.org")));
  }

  private void ask(Dialect dialect) {
    ForeignKeys foreign =
        (address, peer) -> {
          assertEquals(PEER.getAddress(), peer);
          asked.add(address);
          return found;
        };
    SessionServices services =
        new SessionServices(
            identity(),
            null,
            null,
            null,
            null,
            null,
            null,
            foreign,
            replies,
            SecureRandomBytes.system(),
            Clock.systemUTC());
    session = BehaviorTestKit.create(Session.create(services, dialect, PEER));
    session.run(new Session.Connected((output, next) -> said.add(new Said(output, next))));
    KeyRequest request = new KeyRequest("carol", Optional.of("elsewhere.example"), false);
    session.run(new Session.Received(new Decoded.CommandReceived(request)));
    assertEquals(List.of(Address.parse("carol@elsewhere.example")), asked);
    assertEquals(List.of(), said);
  }

  private void tell(Optional<VerifyKey> key) {
    found.complete(key);
    session.runOne();
  }

  @Test
  void relaysAForeignKeyUnderItsOwnSignature() {
    ask(Dialect.CMTPD);
    tell(Optional.of(KEY));
    assertEquals(List.of(new Said(replies.key(KEY), Wire.Next.Simple.CONTINUE)), said);
  }

  @Test
  void closesTheOldClientsConnectionWhenThereIsNone() {
    ask(Dialect.CMTPD);
    tell(Optional.empty());
    assertEquals(List.of(Said.closing()), said);
  }

  @Test
  void saysInTheBaseThatThereIsNone() {
    ask(Dialect.CMTP);
    tell(Optional.empty());
    Bytes none = replies.text("KEYNOTAVAILABLE");
    assertEquals(List.of(new Said(none, Wire.Next.Simple.CONTINUE)), said);
  }

  @Test
  void closesWhenItCanNotBeToldNow() {
    ask(Dialect.CMTPD);
    found.completeExceptionally(new IllegalStateException("no answer"));
    session.runOne();
    assertEquals(List.of(Said.closing()), said);
  }

  @Test
  void endsAfterTheAnswerOfAPeerThatIsGone() {
    ask(Dialect.CMTPD);
    session.run(Session.Disconnected.INSTANCE);
    assertEquals(true, session.isAlive());
    tell(Optional.of(KEY));
    session.runOne();
    assertEquals(false, session.isAlive());
  }
}
