package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SPEC 7.15. */
@ExtendWith(SharedNode.class)
class OfferTest {
  private final TestNode node;
  private final TestNode.User user;
  private final Peer peer;

  OfferTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("offered"));
    this.peer = Peer.of(node).secure();
  }

  @AfterEach
  void close() {
    peer.close();
  }

  private static X1Command.Offer offer(Message message) {
    return new X1Command.Offer(Bytes.concat(message.header().encode(), message.log().bytes()));
  }

  private Message announced(int bodyBytes, int... attachmentBytes) {
    return TestMail.withDigests(TestMail.opaque(user.address(), bodyBytes, attachmentBytes));
  }

  @Test
  void wantsWhatItDoesNotHaveAndKeepsWhatItGot() {
    Message message = announced(500, 60);
    assertEquals(Optional.empty(), peer.ok(offer(message), Payload.OfferAnswer::decode).held());
    peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    assertEquals(
        Optional.of(message.mid()), peer.ok(offer(message), Payload.OfferAnswer::decode).held());
  }

  @Test
  void hasASignedReceiptForWhatItGot() {
    Message message = announced(500);
    peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    Payload.Receipt receipt =
        peer.ok(offer(message), Payload.OfferAnswer::decode).receipt().orElseThrow();
    assertTrue(
        node.serverKey().verify(receipt.signature(), Bytes.utf8("SUCCESS " + message.mid())));
  }

  @Test
  void holdsAMessageToBeThereAfterItsDeletionToo() {
    Message message = announced(500);
    peer.authenticate(user);
    peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    peer.ask(new X1Command.Delete("inbox", List.of(1L)));
    assertEquals(
        Optional.of(message.mid()), peer.ok(offer(message), Payload.OfferAnswer::decode).held());
  }

  @Test
  void refusesAnOfferWhoseFormIsNotOne() {
    Message message = TestMail.opaque(user.address(), 500, 60);
    assertEquals(Status.BADREQUEST, peer.status(offer(message)), "no digests");
    Message other = announced(500, 60, 70);
    Message wrongCount = TestMail.withLog(message, other.log());
    assertEquals(Status.BADREQUEST, peer.status(offer(wrongCount)), "other digests");
    Bytes whole = announced(500).encode();
    assertEquals(Status.BADREQUEST, peer.status(new X1Command.Offer(whole)), "with its body");
    assertEquals(Status.BADREQUEST, peer.status(new X1Command.Offer(Bytes.EMPTY)));
    assertEquals(Status.BADREQUEST, peer.status(offer(shrunk(announced(500), 47))));
  }

  private static Message shrunk(Message message, int bodyBytes) {
    MessageHeader header = message.header();
    MessageHeader smaller =
        MessageHeader.sealed(
            header.destination().orElseThrow(),
            header.source().orElseThrow(),
            header.attachmentCount(),
            header.logLength(),
            bodyBytes);
    return new Message(smaller, message.log(), TestMail.noise(bodyBytes), message.attachments());
  }

  @Test
  void saysWhyItWouldNotTakeAMessage() {
    Message nobody = TestMail.opaque(Address.parse("nobody@example.org"), 500);
    assertEquals(Status.NOTFOUND, peer.status(offer(TestMail.withDigests(nobody))));
    Message foreign = TestMail.opaque(Address.parse("a@elsewhere.example"), 500);
    assertEquals(Status.DENIED, peer.status(offer(TestMail.withDigests(foreign))));
    Message looped = announced(500);
    MessageLog log = looped.log();
    for (int i = 0; i < 17; i++) {
      log = log.plus(TestMail.hop("d" + i + ".example", "relay"));
    }
    assertEquals(Status.LOOP, peer.status(offer(TestMail.withLog(looped, log))));
    Message message = announced(500);
    MessageHeader huge =
        MessageHeader.sealed(
            user.address(),
            message.header().source().orElseThrow(),
            0,
            message.header().logLength(),
            50L << 20);
    assertEquals(
        Status.TOOBIG,
        peer.status(new X1Command.Offer(Bytes.concat(huge.encode(), message.log().bytes()))));
    node.change(user, "POST", "/disable");
    assertEquals(Status.DENIED, peer.status(offer(message)));
  }
}
