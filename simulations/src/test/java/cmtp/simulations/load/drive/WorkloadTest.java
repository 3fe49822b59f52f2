package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.Decoded;
import cmtp.simulations.load.plan.Shares;
import cmtp.simulations.load.target.Mailboxes;
import cmtp.simulations.load.target.TestMailbox;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int COMMAND_BYTES = "MAIL\0".length();

  /** What a node makes of a message's bytes. */
  private record Received(MessageHeader header, MessageLog log, Bytes body) {
    MessageId mid() {
      return Message.mid(header, log, new LogEntry.Digests(Hash.of(body), List.of()));
    }
  }

  @Test
  void makesMessagesOfExactlyTheSizeThatWasAskedFor() {
    for (int size : new int[] {512, 1024, 1025, 1 << 20}) {
      Workload workload = Workload.prepare(Mailboxes.of(3), Shares.only(size), Mailboxes.RUN, 1);
      for (long number = 0; number < 5; number++) {
        assertEquals(size, bytes(workload, number, 0).length() - COMMAND_BYTES);
      }
    }
  }

  @Test
  void makesEachOfSeveralSizes() {
    Workload workload =
        Workload.prepare(Mailboxes.of(2), Shares.sizes("1KiB=9,100KiB=1"), Mailboxes.RUN, 1);
    assertEquals(1024, bytes(workload, 3, 0).length() - COMMAND_BYTES);
    assertEquals(100 * 1024, bytes(workload, 3, 1).length() - COMMAND_BYTES);
    assertTrue(!workload.mid(3, 0).equals(workload.mid(3, 1)));
  }

  @Test
  void givesEveryMessageAnIdentityOfItsOwnAndKnowsIt() {
    Workload workload = Workload.prepare(Mailboxes.of(7), Shares.only(1024), Mailboxes.RUN, 1);
    Set<MessageId> seen = new HashSet<>();
    for (long number : new long[] {0, 1, 6, 7, 8, 16, 255, 256, 1L << 40, Long.MAX_VALUE}) {
      MessageId received = receive(workload, number).mid();
      assertEquals(received, workload.mid(number, 0));
      assertTrue(seen.add(received), "number " + number);
    }
  }

  @Test
  void givesTheSameNumbersOfTwoRunsDifferentIdentities() {
    Workload one = Workload.prepare(Mailboxes.of(1), Shares.only(1024), Mailboxes.RUN, 1);
    Bytes otherRun = Bytes.hex("0123456789abcdee");
    Workload other = Workload.prepare(Mailboxes.of(1), Shares.only(1024), otherRun, 1);
    assertTrue(!one.mid(5, 0).equals(other.mid(5, 0)));
  }

  @Test
  void sealsABodyForEachMailboxInTurn() {
    List<TestMailbox> mailboxes = Mailboxes.of(3);
    Workload workload = Workload.prepare(mailboxes, Shares.only(1024), Mailboxes.RUN, 77);
    assertEquals(3, workload.bodies());
    for (int number = 0; number < 6; number++) {
      Received mail = receive(workload, number);
      assertEquals(mailboxes.get(number % 3).address(), mail.header().destination().orElseThrow());
      Bytes opened = SealedBox.open(mail.body(), Mailboxes.key(number % 3)).orElseThrow();
      assertEquals("load", MailText.decode(opened).subject());
      assertEquals(77, MailText.decode(opened).writtenAtSeconds());
    }
  }

  @Test
  void announcesTheDigestOfItsBody() {
    Received mail =
        receive(Workload.prepare(Mailboxes.of(2), Shares.only(1024), Mailboxes.RUN, 1), 1);
    assertTrue(mail.log().isWellFormed());
    assertEquals(Hash.of(mail.body()), mail.log().digests().orElseThrow().body());
  }

  @Test
  void sealsNoMoreLargeBodiesThanItsMemoryAllows() {
    int size = Workload.BODIES_BYTES_MAX / 2;
    Workload workload = Workload.prepare(Mailboxes.of(3), Shares.only(size), Mailboxes.RUN, 1);
    assertEquals(2, workload.bodies());
    assertEquals(workload.body(0, 0), workload.body(2, 0));
    assertTrue(!workload.mid(0, 0).equals(workload.mid(2, 0)));
  }

  @Test
  void refusesASizeThatCanNotHoldASealedBody() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Workload.prepare(Mailboxes.of(2), Shares.only(100), Mailboxes.RUN, 1));
    int least = Integer.parseInt(refused.getMessage().replaceAll(".*at least (\\d+) .*", "$1"));
    assertEquals(
        least,
        Workload.prepare(Mailboxes.of(2), Shares.only(least), Mailboxes.RUN, 1).messageBytes(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Workload.prepare(Mailboxes.of(2), Shares.only(least - 1), Mailboxes.RUN, 1));
  }

  private static Bytes bytes(Workload workload, long number, int size) {
    ByteBuffer head = ByteBuffer.allocate(workload.headBytesMax());
    workload.writeHead(number, size, head);
    ByteBuffer body = workload.body(number, size);
    byte[] all = new byte[head.remaining() + body.remaining()];
    int headBytes = head.remaining();
    head.get(all, 0, headBytes);
    body.get(all, headBytes, body.remaining());
    return Bytes.wrap(all);
  }

  private static Received receive(Workload workload, long number) {
    CommandDecoder decoder = new CommandDecoder(Limits.DEFAULT, false);
    decoder.feed(bytes(workload, number, 0));
    MessageHeader header = assertInstanceOf(Decoded.MessageStarted.class, decoder.next()).header();
    MessageLog log = assertInstanceOf(Decoded.LogReceived.class, decoder.next()).log();
    assertInstanceOf(Decoded.PartStarted.class, decoder.next());
    Bytes body = Bytes.EMPTY;
    Decoded next = decoder.next();
    while (next instanceof Decoded.PartBytes part) {
      body = Bytes.concat(body, part.bytes());
      next = decoder.next();
    }
    assertEquals(Decoded.Signal.MESSAGE_ENDED, next);
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
    return new Received(header, log, body);
  }
}
