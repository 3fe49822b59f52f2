package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.message.Message;
import cmtp.protocol.wire.X1Codec;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SPEC 7.2 and the last line of 7.3: what is said first where several things are wrong. */
@ExtendWith(SharedNode.class)
class OrderTest {
  private static final Bytes MALFORMED = Bytes.wrap(new byte[] {(byte) 0xff});
  private static final Set<String> WITHOUT_SESSION =
      Set.of("SECURE", "AUTH", "PROVE", "REGISTER", "OFFER", "GETREC");

  private final TestNode node;
  private final TestNode.User user;

  OrderTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("order"));
  }

  static Stream<String> words() {
    return new TreeSet<>(X1Codec.WORDS).stream().filter(word -> !word.equals("SECURE"));
  }

  static Stream<String> sessionWords() {
    return words().filter(word -> !WITHOUT_SESSION.contains(word));
  }

  /** APPEND's message follows whatever the answer is. */
  private Status ask(Peer peer, X1Frame frame) {
    peer.send(frame.encode());
    if (frame.word().equals("APPEND")) {
      Message message = TestMail.opaque(user.address(), user.address(), 48);
      peer.send(message.encode());
    }
    return peer.answer(frame).status();
  }

  @ParameterizedTest
  @MethodSource("words")
  void wantsAChannelBeforeAnythingElse(String word) {
    Status wanted = word.equals("GETREC") ? Status.BADREQUEST : Status.SECUREREQUIRED;
    try (Peer peer = Peer.of(node)) {
      assertEquals(wanted, ask(peer, peer.frame(word, MALFORMED)));
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  @ParameterizedTest
  @MethodSource("words")
  void wantsASessionBeforeTheForm(String word) {
    Status wanted = WITHOUT_SESSION.contains(word) ? Status.BADREQUEST : Status.AUTHREQUIRED;
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(wanted, ask(peer, peer.frame(word, MALFORMED)));
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  @ParameterizedTest
  @MethodSource("words")
  void wantsTheExactFormOfTheParameters(String word) {
    try (Peer peer = Peer.session(node, user)) {
      assertEquals(Status.BADREQUEST, ask(peer, peer.frame(word, MALFORMED)));
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  /** Only a session that ended tells the mailbox's word from the connection's. */
  @ParameterizedTest
  @MethodSource("sessionWords")
  void wantsASessionThatStillStands(String word) {
    TestNode.User gone = node.openWithoutPassword(freshName("gone"));
    try (Peer peer = Peer.session(node, gone)) {
      node.change(gone, "DELETE", "");
      X1Frame frame = peer.frame(word, wellFormed(word, gone));
      peer.send(frame.encode());
      if (word.equals("APPEND")) {
        peer.send(TestMail.opaque(gone.address(), gone.address(), 48).encode());
      }
      assertEquals(Status.AUTHREQUIRED, peer.answer(frame).status());
    }
  }

  private static Bytes wellFormed(String word, TestNode.User user) {
    return switch (word) {
      case "APPEND" -> Bytes.utf8("drafts\0\0");
      case "BOXES", "QUOTA" -> Bytes.EMPTY;
      case "COPY", "MOVE" -> Bytes.utf8("inbox\0" + "1\0archive\0");
      case "DELETE" -> Bytes.utf8("inbox\0" + "1\0");
      case "FETCH" -> Bytes.utf8("inbox\0" + "1\0all\0" + "0\0" + "10\0");
      case "FLAGS" -> Bytes.utf8("inbox\0" + "1\0+seen\0\0");
      case "LIST" -> Bytes.utf8("inbox\0" + "0\0" + "0\0" + "10\0");
      case "OUTBOX" -> Bytes.utf8("\0\0");
      case "WATCH" -> Bytes.utf8("0\0");
      case "XZIBIT" -> Bytes.concat(cmtp.node.Exact.u32(156), TestNode.anXzibit(user.key()));
      case "PUTREC" -> {
        Bytes record = TestNode.firstRecord(user.address(), user.key());
        yield Bytes.concat(cmtp.node.Exact.u32(record.length()), record);
      }
      default -> throw new IllegalArgumentException(word);
    };
  }

  @Test
  void saysWhatIsWrongWithTheSessionBeforeTheMessagesHeader() {
    try (Peer peer = Peer.of(node).secure()) {
      X1Frame frame = peer.frame("APPEND", Bytes.utf8("drafts\0\0"));
      peer.send(frame.encode()).send(cmtp.node.Exact.u32(1)).send(cmtp.node.Exact.u32(0));
      peer.send(cmtp.node.Exact.u64(-1)).send(cmtp.node.Exact.u64(-1)).say("a\0b\0c\0d\0");
      assertEquals(Status.AUTHREQUIRED, peer.answer(frame).status());
      peer.expectEnd();
    }
  }
}
