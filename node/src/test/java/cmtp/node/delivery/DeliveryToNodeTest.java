package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deliveries to a whole node: this one's other side. */
@ExtendWith(SharedNode.class)
class DeliveryToNodeTest {
  private static final Address FROM = Address.parse("alice@near.example");
  private static final Postbag BAG = new Postbag();
  private final TestNode node;

  DeliveryToNodeTest(TestNode node) {
    this.node = node;
  }

  @AfterAll
  static void end() {
    BAG.close();
  }

  private DeliveryAttempt.Met deliver(Address to, QueuedMail... mails) {
    BAG.attempt(to.domain(), Postbag.patient(), PeerKnowledge.NONE, BAG.found(node.address()));
    return BAG.give(mails);
  }

  private List<Payload.MessageRow> inbox(TestNode.User user) throws IOException {
    try (CmtpClient client = node.session(user)) {
      return client.call(new X1Command.ListBox("inbox", 0, 0, 100), Payload.Page::decode).rows();
    }
  }

  private Bytes fetched(TestNode.User user, Payload.MessageRow row) throws IOException {
    try (CmtpClient client = node.session(user)) {
      return client
          .call(
              new X1Command.Fetch("inbox", row.uid(), Part.Section.ALL, 0, 1024 * 1024),
              Payload.Slice::decode)
          .bytes();
    }
  }

  @Test
  void deliversSmallAndLargeMailOnceWithReceipts() throws IOException {
    TestNode.User bob = node.openWithoutPassword(SharedNode.freshName("bob"));
    Message small = TestMail.withDigests(TestMail.opaque(FROM, bob.address(), 500));
    Message large = TestMail.withDigests(TestMail.opaque(FROM, bob.address(), 600_000, 99_000, 50));
    QueuedMail one = BAG.queued(small);
    QueuedMail two = BAG.queued(large);
    QueuedMail again = BAG.queued(small);
    QueuedMail offeredAgain = BAG.queued(large);
    DeliveryAttempt.Met met = deliver(bob.address(), one, two, again, offeredAgain);
    assertTrue(met.x1());
    assertEquals(node.serverKey().bytes(), met.key());
    assertEquals(
        List.of(
            new Outcome.Delivered(one.id(), true),
            new Outcome.Delivered(two.id(), true),
            new Outcome.Delivered(again.id(), true),
            new Outcome.Delivered(offeredAgain.id(), true)),
        BAG.done().outcomes());
    BAG.finish(met.attempt());

    List<Payload.MessageRow> rows = inbox(bob);
    assertEquals(
        List.of(small.mid(), large.mid()), rows.stream().map(Payload.MessageRow::mid).toList());
    Bytes log = Bytes.concat(large.log().bytes(), Bytes.utf8(two.hop() + "\0"));
    Bytes wanted =
        Bytes.concat(
            large.header().withLogLength(log.length()).encode(),
            log,
            large
                .encode()
                .slice(
                    large.header().encode().length() + large.log().bytes().length(),
                    large.encode().length()));
    assertEquals(wanted, fetched(bob, rows.get(1)));
    assertReceipt(small.mid());
  }

  private void assertReceipt(MessageId mid) {
    Bytes proof =
        BAG.traces.noted.stream()
            .filter(entry -> entry.mid().equals(mid))
            .findFirst()
            .orElseThrow()
            .proof();
    VerifyKey key = VerifyKey.of(proof.slice(0, 32)).orElseThrow();
    assertEquals(node.serverKey(), key);
    assertTrue(key.verify(proof.slice(32, 96), Bytes.utf8("SUCCESS " + mid)));
  }

  @Test
  void deliversToADomainThatTheNodeServesUnderAnotherName() throws IOException {
    TestNode.User bob = node.openWithoutPassword(SharedNode.freshName("bob") + "@example.net");
    Message message = TestMail.opaque(FROM, bob.address(), 500);
    QueuedMail mail = BAG.queued(message);
    DeliveryAttempt.Met met = deliver(bob.address(), mail);
    assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
    BAG.finish(met.attempt());
    assertEquals(List.of(message.mid()), inbox(bob).stream().map(row -> row.mid()).toList());
  }

  @Test
  void hearsWhyMailIsRefusedAndGoesOn() {
    TestNode.User bob = node.openWithoutPassword(SharedNode.freshName("bob"));
    Address nobody = Address.parse("nobody-of-that-name@example.org");
    QueuedMail small = BAG.queued(TestMail.opaque(FROM, nobody, 500));
    QueuedMail large = BAG.queued(TestMail.withDigests(TestMail.opaque(FROM, nobody, 500_000)));
    QueuedMail good = BAG.queued(TestMail.opaque(FROM, bob.address(), 500));
    DeliveryAttempt.Met met = deliver(bob.address(), small, large, good);
    List<Outcome> outcomes = BAG.done().outcomes();
    assertEquals(
        List.of(
            new Outcome.Failed(small.id(), "example.org refused it: unknown account"),
            new Outcome.Failed(large.id(), "example.org refused it: unknown account"),
            new Outcome.Delivered(good.id(), true)),
        outcomes);
    BAG.finish(met.attempt());
  }

  @Test
  void deliversAFullBatch() throws IOException {
    TestNode.User bob = node.openWithoutPassword(SharedNode.freshName("bob"));
    List<QueuedMail> mails = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      mails.add(BAG.queued(TestMail.opaque(FROM, bob.address(), 1000)));
    }
    DeliveryAttempt.Met met = deliver(bob.address(), mails.toArray(QueuedMail[]::new));
    assertEquals(
        mails.stream().<Outcome>map(mail -> new Outcome.Delivered(mail.id(), true)).toList(),
        BAG.done().outcomes());
    BAG.finish(met.attempt());
    assertEquals(50, inbox(bob).size());
  }
}
