package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.CmtpdClient;
import cmtp.node.Exact;
import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 8.6, 8.8 and 8.11: mail from the client of 2017. */
@ExtendWith(SharedNode.class)
class CmtpdMailTest {
  private static final String GOOD_BYE = "Good bye\n\0";

  private final TestNode node;
  private final TestNode.User bob;
  private final TestNode.User carol;

  CmtpdMailTest(TestNode node) {
    this.node = node;
    this.bob = node.openWithoutPassword(freshName("bob"));
    this.carol = node.openWithoutPassword(freshName("carol"));
  }

  private static String name(TestNode.User user) {
    return user.address().account().value();
  }

  private List<Payload.MessageRow> inbox(TestNode.User user) {
    try (Peer peer = Peer.session(node, user)) {
      return peer.ok(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode).rows();
    }
  }

  private Bytes fetch(TestNode.User user, long uid, Part part) {
    try (Peer peer = Peer.session(node, user)) {
      return peer.ok(new X1Command.Fetch("inbox", uid, part, 0, 1 << 20), Payload.Slice::decode)
          .bytes();
    }
  }

  private Optional<String> opened(TestNode.User user, long uid) {
    return SealedBox.open(fetch(user, uid, Part.Section.BODY), user.key()).map(Bytes::utf8);
  }

  @Test
  void takesMailToTwoRecipientsInOneSessionEachSealedToTheRightKey() {
    try (CmtpdClient client = CmtpdClient.of(node)) {
      client.requestServerKey();
      client.requestUserKey(name(bob), "example.org");
      Bytes first = client.mail(carol.address(), name(bob), "example.org", "hello bob\n");
      client.requestUserKey(name(carol), "example.org");
      client.mail(bob.address(), name(carol), "example.org", "hello carol\n");
      client.requestUserKey(name(bob), "");
      client.mail(carol.address(), name(bob), "example.org", "hello again\n");
      assertEquals(GOOD_BYE, client.goodBye());
      assertEquals(first, fetch(bob, 1, Part.Section.ALL));
    }
    assertEquals(Optional.of("hello bob\n"), opened(bob, 1));
    assertEquals(Optional.of("hello carol\n"), opened(carol, 1));
    assertEquals(Optional.of("hello again\n"), opened(bob, 2));
    assertEquals(2, inbox(bob).size());
    assertEquals(1, inbox(carol).size());
  }

  /** The client ignores the refusal, and would send carol's mail with bob's key. */
  @Test
  void stopsAClientThatAskedForAKeyThatThereIsNot() {
    try (CmtpdClient client = CmtpdClient.of(node)) {
      client.requestServerKey();
      client.requestUserKey(name(bob), "example.org");
      assertEquals(Bytes.EMPTY, client.requestUserKey("nobody", "example.org"));
      assertEquals(Optional.of(bob.key().publicKey()), client.recipientKey());
      client.mail(bob.address(), name(carol), "example.org", "to carol, sealed to bob\n");
      assertEquals(Bytes.EMPTY, client.readOnce(1));
    }
    assertEquals(List.of(), inbox(carol));
    assertEquals(List.of(), inbox(bob));
  }

  @Test
  void takesTheSameMessageTwiceAndKeepsItOnce() {
    Message message = TestMail.opaque(bob.address(), 100);
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.mail(message).mail(message).say("NOOP\0").expect(Bytes.utf8("O_O\n\0"));
    }
    assertEquals(1, inbox(bob).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@example.org", "nobody@elsewhere.example", "../x@example.org"})
  void closesForARecipientWhomItDoesNotKnow(String to) {
    int at = to.indexOf('@');
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.mail(TestMail.opaqueTo(to.substring(0, at), to.substring(at + 1), 60));
      peer.mail(TestMail.opaque(bob.address(), 60)).expectEnd();
    }
    assertEquals(List.of(), inbox(bob));
  }

  @Test
  void closesForADisabledAccount() {
    node.change(carol, "POST", "/disable");
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.mail(TestMail.opaque(carol.address(), 60)).say("NOOP\0").expectEnd();
    }
  }

  @Test
  void closesForAMessageThatIsNotWhatItsLogSays() {
    Message honest = TestMail.withDigests(TestMail.opaque(bob.address(), 60));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.mail(new Message(honest.header(), honest.log(), TestMail.noise(60), List.of()));
      peer.say("NOOP\0").expectEnd();
    }
    assertEquals(List.of(), inbox(bob));
  }

  @Test
  void closesForALoop() {
    String hop = TestMail.hop("loop.example", "relay");
    Message message = TestMail.opaque(bob.address(), 60);
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.mail(TestMail.withLog(message, MessageLog.of(List.of(hop, hop))));
      peer.say("NOOP\0").expectEnd();
    }
    assertEquals(List.of(), inbox(bob));
  }

  @ParameterizedTest
  @ValueSource(longs = {47, 50L << 20, 1L << 50, -1})
  void closesForAMessageTooShortOrTooLarge(long bodyBytes) {
    Bytes start =
        Bytes.concat(
            Exact.u32(1),
            Exact.u32(0),
            Exact.u64(0),
            Exact.u64(bodyBytes),
            Bytes.utf8(name(bob) + "\0example.org\0a\0b.example\0"));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("MAIL\0").send(start).expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void closesForAVersionThatIsNotTaken(long version) {
    Bytes start =
        Bytes.concat(
            Exact.u32(version),
            Exact.u32(0),
            Exact.u64(0),
            Exact.u64(60),
            Bytes.utf8(name(bob) + "\0example.org\0a\0b.example\0"));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("MAIL\0").send(start).send(TestMail.noise(60)).expectEnd();
    }
    assertEquals(List.of(), inbox(bob));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 5000})
  void keepsNothingOfAMessageThatEndsTooEarly(int bytes) {
    Bytes message = TestMail.opaque(bob.address(), 10_000).encode();
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("MAIL\0").send(message.slice(0, bytes)).halfClose().expectEnd();
    }
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("MAIL\0").send(message.slice(0, bytes)).reset();
    }
    assertEquals(List.of(), inbox(bob));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("MAIL\0").send(message).say("NOOP\0").expect(Bytes.utf8("O_O\n\0"));
    }
    assertEquals(1, inbox(bob).size());
  }

  @Test
  void takesMailInSinglePieces() {
    Message message = TestMail.opaque(bob.address(), 60);
    Bytes bytes = Bytes.concat(Bytes.utf8("MAIL\0"), message.encode(), Bytes.utf8("\0\0NOOP\0"));
    try (Peer peer = Peer.ofCmtpd(node)) {
      for (int i = 0; i < bytes.length(); i++) {
        peer.send(bytes.slice(i, i + 1));
      }
      peer.expect(Bytes.utf8("O_O\n\0"));
    }
    assertEquals(message.mid(), inbox(bob).get(0).mid());
  }
}
