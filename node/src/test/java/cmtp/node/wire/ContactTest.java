package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.FarDomains;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.node.delivery.RemoteDomain;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 6.4: mail from a domain is a sign that its node can be reached. */
class ContactTest {
  @TempDir static Path data;
  private static FarDomains far;
  private static TestNode node;

  private final SigningKey server = SigningKey.generate();
  private final TestNode.User alice = node.openWithoutPassword(freshName("alice"));
  private int before;

  @BeforeAll
  static void start() {
    far = new FarDomains();
    node = TestNode.start(data, far);
    far.waitFor("b.example");
    far.waitFor("example.org");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void count() {
    before = contacts().size();
  }

  private static List<RemoteDomain.Contact> contacts() {
    return far.told(RemoteDomain.Contact.class);
  }

  private int newContacts() {
    return contacts().size() - before;
  }

  private Message message() {
    return TestMail.opaque(alice.address(), 60);
  }

  private Message passed(Message message, String domain) {
    LogEntry.Hop hop =
        HopTrail.next(
            message.log(),
            message.mid(),
            server,
            new DomainName(domain),
            LogEntry.HopAction.RELAY,
            1);
    return TestMail.withLog(message, message.log().plus(hop.text()));
  }

  private static void deliver(Message message) {
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
  }

  @Test
  void tellsTheQueueOfADomainThatIsHeardOf() {
    deliver(passed(passed(message(), "x.example"), "b.example"));
    assertEquals(1, newContacts());
    assertEquals(server.publicKey().bytes(), contacts().get(before).key());
  }

  @Test
  void takesOnlyTheLastHopForAContact() {
    deliver(passed(passed(message(), "b.example"), "x.example"));
    assertEquals(0, newContacts());
  }

  @Test
  void tellsNobodyOfDomainsThatNoMailWaitsFor() {
    deliver(passed(message(), "c.example"));
    assertEquals(0, newContacts());
  }

  @Test
  void isNoContactOfItself() {
    deliver(passed(message(), "example.org"));
    assertEquals(0, newContacts());
  }

  @Test
  void believesNoForgedHopAndNoBrokenChain() {
    Message message = message();
    deliver(TestMail.withLog(message, message.log().plus(TestMail.hop("b.example", "relay"))));
    Message twice = passed(passed(message(), "x.example"), "b.example");
    String last = twice.log().entries().get(1);
    deliver(TestMail.withLog(twice, cmtp.protocol.message.MessageLog.of(List.of(last))));
    Message another = message();
    deliver(TestMail.withLog(another, passed(message(), "b.example").log()));
    deliver(TestMail.withLog(another, another.log().plus("X1 hop d=b.example")));
    assertEquals(0, newContacts());
  }

  @Test
  void isNoneWithoutHops() {
    Message message = message();
    deliver(message);
    deliver(TestMail.withLog(message(), new cmtp.protocol.message.MessageLog(Bytes.of((byte) 0))));
    assertEquals(0, newContacts());
  }

  @Test
  void aDuplicateIsNoFurtherContact() {
    Message message = passed(message(), "b.example");
    deliver(message);
    deliver(message);
    assertEquals(1, newContacts());
  }
}
