package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FarDomains;
import cmtp.node.Peer;
import cmtp.node.TestNode;
import cmtp.node.keys.RemoteKeys;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 4.3 and 7.16 about other domains. */
class ForeignKeysTest {
  private static final String STRANGER = "127.0.0.2";
  private static final String LIMITED = "127.0.0.3";

  @TempDir static Path data;
  private static FarDomains far;
  private static TestNode node;

  private final SigningKey key = SigningKey.generate();
  private final Address bob = Address.parse(freshName("bob") + "@b.example");

  @BeforeAll
  static void start() {
    far = new FarDomains();
    node =
        TestNode.start(
            data,
            far,
            "cmtp.trusted-networks=[\"127.0.0.1/32\",\"127.0.0.3/32\"]",
            "cmtp.keys.lookups-per-minute=50");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private String name() {
    return bob.account().value();
  }

  private Bytes known() {
    Bytes record = TestNode.firstRecord(bob, key);
    far.know(bob, new RemoteKeys.Found(List.of(record), Bytes.EMPTY));
    return record;
  }

  private X1Command.GetRecord getKey() {
    return new X1Command.GetRecord("key", name(), "b.example");
  }

  private Peer ask(Peer peer) {
    return peer.say("KEYREQUEST\0" + name() + "\0b.example\0");
  }

  @Test
  void relaysAKeyUnderItsOwnSignature() {
    known();
    try (Peer peer = Peer.of(node)) {
      ask(peer).expect(node.exact().key(key.publicKey()));
      peer.say("KEYREQUEST\0" + name() + "\0B.Example.\0");
      peer.expect(node.exact().key(key.publicKey()));
      peer.say("KEYREQUEST\0" + bob + "\0NOOP\0");
      peer.expect(node.exact().key(key.publicKey())).expectGeneral("SUCCESS");
    }
    assertEquals(1, far.keysAsked().stream().filter(bob::equals).count());
  }

  @Test
  void relaysTheChain() {
    Bytes record = known();
    try (Peer peer = Peer.of(node)) {
      assertEquals(List.of(record), peer.ok(getKey(), Payload.Records::decode).newestFirst());
      peer.secure();
      assertEquals(List.of(record), peer.ok(getKey(), Payload.Records::decode).newestFirst());
    }
  }

  @Test
  void relaysTheKeyOfABasePeerThatKeepsNoRecords() {
    far.know(bob, new RemoteKeys.Found(List.of(), key.publicKey().bytes()));
    try (Peer peer = Peer.of(node)) {
      ask(peer).expect(node.exact().key(key.publicKey()));
      assertEquals(Status.NOTFOUND, peer.status(getKey()));
    }
  }

  @Test
  void saysThatThereIsNoKey() {
    try (Peer peer = Peer.of(node)) {
      ask(peer).expectMessage("KEYNOTAVAILABLE");
      assertEquals(Status.NOTFOUND, peer.status(getKey()));
    }
  }

  @Test
  void relaysNothingThatIsNoKey() {
    far.know(bob, new RemoteKeys.Found(List.of(), Bytes.wrap(new byte[32])));
    try (Peer peer = Peer.of(node)) {
      ask(peer).expectMessage("KEYNOTAVAILABLE");
    }
  }

  @Test
  void saysThatItCantTellNow() {
    far.know(bob, new RemoteKeys.Unavailable("no answer"));
    try (Peer peer = Peer.of(node)) {
      ask(peer).expectGeneral("FAILURE");
      Peer.Answer answer = peer.ask(getKey());
      assertEquals(Status.TRYLATER, answer.status());
      assertTrue(answer.text().contains("\nretry-after="));
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  @Test
  void asksForASessionFromAnywhere() {
    Bytes record = known();
    TestNode.User alice = node.openWithoutPassword(freshName("alice"));
    try (Peer peer = Peer.from(STRANGER, node).secure().authenticate(alice)) {
      ask(peer).expect(node.exact().key(key.publicKey()));
      assertEquals(List.of(record), peer.ok(getKey(), Payload.Records::decode).newestFirst());
      node.change(alice, "POST", "/disable");
      ask(peer).expectMessage("KEYNOTAVAILABLE");
    }
  }

  @Test
  void asksNobodyForAStranger() {
    known();
    try (Peer peer = Peer.from(STRANGER, node)) {
      ask(peer).expectMessage("KEYNOTAVAILABLE");
      assertEquals(Status.NOTFOUND, peer.status(getKey()));
      peer.secure();
      ask(peer).expectMessage("KEYNOTAVAILABLE");
      assertEquals(Status.NOTFOUND, peer.status(getKey()));
    }
    assertEquals(0, far.keysAsked().stream().filter(bob::equals).count());
  }

  @Test
  void asksNobodyForNamesThatAreNoneOrForServers() {
    int before = far.keysAsked().size();
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0../x\0b.example\0").expectMessage("KEYNOTAVAILABLE");
      peer.say("KEYREQUEST\0bob\0not a domain\0").expectMessage("KEYNOTAVAILABLE");
      peer.say("KEYREQUEST\0nobody\0example.org\0").expectMessage("KEYNOTAVAILABLE");
      assertEquals(Status.NOTFOUND, peer.status(new X1Command.GetRecord("key", "", "b.example")));
      assertEquals(Status.NOTFOUND, peer.status(new X1Command.GetRecord("srv", "", "b.example")));
    }
    assertEquals(before, far.keysAsked().size());
  }

  @Test
  void limitsTheQuestionsOfAnAddress() {
    known();
    try (Peer peer = Peer.from(LIMITED, node)) {
      for (int i = 0; i < 50; i++) {
        ask(peer).expect(node.exact().key(key.publicKey()));
      }
      ask(peer).expectGeneral("FAILURE");
      Peer.Answer answer = peer.ask(getKey());
      assertEquals(Status.RATELIMIT, answer.status());
      assertTrue(answer.text().endsWith("\nretry-after=60\n"), answer::text);
      peer.say("KEYREQUEST\0postmaster\0example.org\0");
      assertEquals(cmtp.node.Exact.u32(1), peer.take(4));
    }
  }
}
