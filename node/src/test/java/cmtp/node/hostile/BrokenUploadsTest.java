package cmtp.node.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Exact;
import cmtp.node.Peer;
import cmtp.node.Stored;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a message that was not accepted nothing is left, and what was accepted is untouched by it. */
class BrokenUploadsTest {
  private static final int PIECE = 256 * 1024;

  @TempDir private static Path data;
  private static TestNode node;
  private static TestNode.User user;
  private static Message kept;
  private static long keptChunks;

  @BeforeAll
  static void start() {
    node = TestNode.start(data);
    user = node.openWithoutPassword("broken");
    kept = TestMail.opaque(user.address(), 300_000, 50_000);
    try (Peer peer = Peer.of(node)) {
      peer.mail(kept).expectGeneral("SUCCESS");
    }
    Stored.await(node.database(), "SELECT count(*) FROM content_upload", 0);
    keptChunks = Stored.chunks(node.database());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Message message() {
    return TestMail.opaque(user.address(), 700_000, 400_000);
  }

  private static List<MessageId> inbox() {
    try (Peer peer = Peer.session(node, user)) {
      return peer
          .ok(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode)
          .rows()
          .stream()
          .map(Payload.MessageRow::mid)
          .toList();
    }
  }

  private static void nothingIsLeft() {
    Stored.awaitChunks(node.database(), keptChunks);
    assertEquals(List.of(kept.mid()), inbox());
    try (Peer peer = Peer.session(node, user)) {
      Payload.Slice slice =
          peer.ok(
              new X1Command.Fetch("inbox", 1, Part.Section.ALL, 0, 1 << 20), Payload.Slice::decode);
      assertEquals(kept.encode(), slice.bytes());
    }
  }

  /** In the header, the body's first piece, at a piece's end, in a later one, in the attachment. */
  @ParameterizedTest
  @ValueSource(ints = {10, 1000, PIECE, PIECE + 1, 3 * PIECE, 900_000, 1_100_000})
  void leavesNothingOfAMessageThatEndsTooEarly(int bytes) {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(message().encode().slice(0, bytes)).halfClose().expectEnd();
    }
    nothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000, PIECE, PIECE + 1, 3 * PIECE, 900_000, 1_100_000})
  void leavesNothingOfAMessageThatIsBrokenOffByAReset(int bytes) {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(message().encode().slice(0, bytes)).reset();
    }
    nothingIsLeft();
  }

  @Test
  void leavesNothingOfAMessageCutOffInsideAChannel() {
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("MAIL\0").send(message().encode().slice(0, 900_000)).endChannel().expectEnd();
    }
    try (Peer peer = Peer.of(node).secure()) {
      peer.say("MAIL\0").send(message().encode().slice(0, 900_000));
      peer.sendRaw(TestMail.noise(100)).expectClosed();
    }
    nothingIsLeft();
  }

  @Test
  void leavesNothingOfAMessageWhoseDigestsDoNotMatch() {
    Message honest = TestMail.withDigests(message());
    try (Peer peer = Peer.of(node)) {
      peer.mail(
          new Message(
              honest.header(), honest.log(), honest.body(), List.of(TestMail.noise(400_000))));
      peer.expectMessage("DELIVERYFAILURE");
    }
    nothingIsLeft();
  }

  @Test
  void leavesNothingOfAMessageWhoseAttachmentIsTooLarge() {
    Message message = message();
    Bytes untilItsAttachment = message.encode().slice(0, message.encode().length() - 400_008);
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(untilItsAttachment).send(Exact.u64(1L << 40));
      peer.expectMessage("DELIVERYFAILURE").expectEnd();
    }
    nothingIsLeft();
  }

  @Test
  void storesAReplayedMessageNotAgain() {
    try (Peer peer = Peer.of(node)) {
      peer.mail(kept).expectGeneral("SUCCESS");
    }
    nothingIsLeft();
  }

  @Test
  void storesOnceWhatWasSentByManyAtTheSameTime() {
    TestNode.User other = node.openWithoutPassword("raced");
    Message message = TestMail.opaque(other.address(), 300_000);
    Bytes bytes = Bytes.concat(Bytes.utf8("MAIL\0"), message.encode());
    List<Peer> peers = java.util.stream.Stream.generate(() -> Peer.of(node)).limit(8).toList();
    for (Peer peer : peers) {
      peer.send(bytes.slice(0, bytes.length() - 1));
    }
    peers.forEach(peer -> peer.send(bytes.slice(bytes.length() - 1, bytes.length())));
    for (Peer peer : peers) {
      peer.expectGeneral("SUCCESS").close();
    }
    try (Peer peer = Peer.session(node, other)) {
      assertEquals(
          1, peer.ok(new X1Command.ListBox("inbox", 0, 0, 9), Payload.Page::decode).rows().size());
      Stored.awaitChunks(node.database(), keptChunks + 2);
      peer.ask(new X1Command.Delete("inbox", List.of(1L)));
    }
    nothingIsLeft();
  }

  /**
   * The peer does not wait for the answer: the message is there as a whole or not at all, and sent
   * again it is there once.
   */
  @Test
  void takesOrLeavesAMessageWhosePeerIsGoneBeforeTheAnswer() {
    TestNode.User other = node.openWithoutPassword("hasty");
    Message message = TestMail.opaque(other.address(), 300_000);
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).reset();
    }
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
    try (Peer peer = Peer.session(node, other)) {
      assertEquals(
          1, peer.ok(new X1Command.ListBox("inbox", 0, 0, 9), Payload.Page::decode).rows().size());
      Stored.awaitChunks(node.database(), keptChunks + 2);
      peer.ask(new X1Command.Delete("inbox", List.of(1L)));
    }
    nothingIsLeft();
  }
}
