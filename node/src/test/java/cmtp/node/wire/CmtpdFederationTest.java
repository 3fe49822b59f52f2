package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.CmtpdClient;
import cmtp.node.FarDomains;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.RemoteKeys;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 8.5 and 8.8 about other domains: only a trusted network's clients, never with a word. */
class CmtpdFederationTest {
  private static final String STRANGER = "127.0.0.2";

  @TempDir static Path data;
  private static FarDomains far;
  private static TestNode node;

  private final SigningKey key = SigningKey.generate();
  private final Address bob = Address.parse(freshName("bob") + "@b.example");
  private final Address alice = Address.parse("alice@example.org");

  @BeforeAll
  static void start() {
    far = new FarDomains();
    node =
        TestNode.start(
            data,
            far,
            "cmtp.cmtpd.enabled=true",
            "cmtp.cmtpd.port=0",
            "cmtp.trusted-networks=[\"127.0.0.1/32\"]");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private String name() {
    return bob.account().value();
  }

  private void know() {
    Bytes record = TestNode.firstRecord(bob, key);
    far.know(bob, new RemoteKeys.Found(List.of(record), Bytes.EMPTY));
  }

  private static Optional<RemoteDomain.NewMail> queued(Address to) {
    return far.queued().stream()
        .filter(mail -> mail.destination().equals(to.toString()))
        .findFirst();
  }

  @Test
  void relaysAForeignKeyInOneReadAndQueuesTheMailSealedWithIt() {
    know();
    try (CmtpdClient client = CmtpdClient.of(node)) {
      client.requestServerKey();
      assertEquals(node.exact().key(key.publicKey()), client.requestUserKey(name(), "b.example"));
      client.mail(alice, name(), "b.example", "hello over there\n");
      assertEquals("Good bye\n\0", client.goodBye());
    }
    assertEquals(Optional.of(false), queued(bob).map(RemoteDomain.NewMail::proven));
  }

  @Test
  void closesForAForeignKeyThatThereIsNot() {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0b.example\0\0NOOP\0").expectEnd();
    }
  }

  @Test
  void closesForAForeignKeyThatCanNotBeToldNow() {
    far.know(bob, new RemoteKeys.Unavailable("no answer"));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0b.example\0\0NOOP\0").expectEnd();
    }
  }

  @Test
  void doesNeitherForAStranger() {
    know();
    try (Peer peer = Peer.ofCmtpd(STRANGER, node)) {
      peer.say("KEYREQUEST\0" + name() + "\0b.example\0\0NOOP\0").expectEnd();
    }
    Message message = TestMail.opaque(alice, bob, 60);
    try (Peer peer = Peer.ofCmtpd(STRANGER, node)) {
      peer.mail(message).say("NOOP\0").expectEnd();
    }
    assertEquals(Optional.empty(), queued(bob));
  }
}
