package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MAIL refuses by a message's log, and what OFFER says beforehand. */
class RefusedMailTest {
  @Test
  void refusesMailThatWentThroughTooManyNodes(@TempDir Path data) throws Exception {
    try (TestNode node = TestNode.start(data);
        CmtpClient client = node.connect()) {
      TestNode.User alice = node.open("alice");
      TestNode.User bob = node.open("bob");
      Message message = withHops(TestMail.sealed(alice, bob, "hello"), Limits.HOPS_MAX + 1);
      MailOutcome outcome = client.mail(message, sent -> {});
      assertTrue(assertInstanceOf(MailOutcome.Refused.class, outcome).permanent());
      Message fine = withHops(TestMail.sealed(alice, bob, "hello"), Limits.HOPS_MAX);
      assertEquals(MailOutcome.Unproven.INSTANCE, client.mail(fine, sent -> {}));
    }
  }

  @Test
  void answersAnOfferAsItWouldAnswerTheMail(@TempDir Path data) throws Exception {
    try (TestNode node = TestNode.start(data, "cmtp.limits.message-bytes=10000")) {
      TestNode.User alice = node.open("alice");
      TestNode.User bob = node.open("bob");
      try (CmtpClient client = node.session(alice)) {
        Message message = TestMail.sealed(alice, bob, "hello");
        assertTrue(offer(client, message.header(), message.log()).held().isEmpty());
        client.mail(message, sent -> {});
        assertEquals(
            message.mid(), offer(client, message.header(), message.log()).held().orElseThrow());
        assertEquals(Status.LOOP, refused(client, withHops(message, Limits.HOPS_MAX + 1), 0));
        assertEquals(Status.TOOBIG, refused(client, message, 10_000));
        assertEquals(Status.BADREQUEST, refused(client, message, 47 - message.body().length()));
      }
    }
  }

  private static Message withHops(Message message, int hops) {
    MessageLog log = message.log();
    for (int i = 0; i < hops; i++) {
      log = log.plus("X1 hop d=" + i + ".example a=relay t=" + i);
    }
    MessageHeader header = message.header().withLogLength(log.bytes().length());
    return new Message(header, log, message.body(), message.attachments());
  }

  private static Payload.OfferAnswer offer(CmtpClient client, MessageHeader header, MessageLog log)
      throws Exception {
    X1Command offer = new X1Command.Offer(Bytes.concat(header.encode(), log.bytes()));
    return client.call(offer, Payload.OfferAnswer::decode);
  }

  private static Status refused(CmtpClient client, Message message, int moreBody) {
    MessageHeader header = message.header();
    MessageHeader other =
        new MessageHeader(
            header.version(),
            header.attachmentCount(),
            header.logLength(),
            header.bodyLength() + moreBody,
            header.destinationAccount(),
            header.destinationDomain(),
            header.sourceAccount(),
            header.sourceDomain());
    return assertThrows(RefusedException.class, () -> offer(client, other, message.log())).status();
  }
}
