package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Payload.Watched;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.message.Message;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SPEC 7.13. */
@ExtendWith(SharedNode.class)
class WatchTest {
  private final TestNode node;
  private final TestNode.User user;
  private final Peer watcher;
  private final Peer other;

  WatchTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("watched"));
    this.watcher = Peer.session(node, user);
    this.other = Peer.session(node, user);
  }

  @AfterEach
  void close() {
    watcher.close();
    other.close();
  }

  private X1Frame watch(long since) {
    X1Frame frame = watcher.frame(new X1Command.Watch(since));
    watcher.send(frame.encode());
    return frame;
  }

  private Watched report(X1Frame frame, long number) {
    return watcher.answer(frame, number).ok(Watched::decode);
  }

  private void deliver() {
    Message message = TestMail.opaque(user.address(), 60);
    other.mail(message).expectGeneral("SUCCESS " + message.mid());
  }

  @Test
  void reportsADeliveryAndEveryLaterOneUnderTheNextNumber() {
    deliver();
    X1Frame frame = watch(0);
    assertEquals(Watched.change("inbox", 1), report(frame, 0));
    deliver();
    assertEquals(Watched.change("inbox", 2), report(frame, 1));
    deliver();
    assertEquals(Watched.change("inbox", 3), report(frame, 2));
  }

  @Test
  void reportsNothingThatTheClientKnows() {
    deliver();
    deliver();
    X1Frame frame = watch(2);
    deliver();
    assertEquals(Watched.change("inbox", 3), report(frame, 0));
  }

  @Test
  void reportsEveryBoxThatAChangeTouched() {
    deliver();
    X1Frame frame = watch(1);
    other.ask(new X1Command.Move("inbox", List.of(1L), "archive"));
    Watched first = report(frame, 0);
    Watched second = report(frame, 1);
    assertEquals(java.util.Set.of("inbox", "archive"), java.util.Set.of(first.box(), second.box()));
  }

  @Test
  void endsAtTheFirstByteWhichBeginsTheNextCommand() {
    X1Frame frame = watch(0);
    watcher.say("\0");
    assertEquals(Watched.of(Watched.Kind.END), report(frame, 0));
    watcher.say("NOOP\0").expectGeneral("SUCCESS");
    X1Frame second = watch(0);
    watcher.say("NOOP\0");
    assertEquals(Watched.of(Watched.Kind.END), report(second, 0));
    watcher.expectGeneral("SUCCESS");
  }

  @Test
  void endsAtAByteThatCameTogetherWithTheCommand() {
    X1Frame frame = watcher.frame(new X1Command.Watch(0));
    watcher.send(Bytes.concat(frame.encode(), Bytes.utf8("NOOP\0")));
    assertEquals(Watched.of(Watched.Kind.END), report(frame, 0));
    watcher.expectGeneral("SUCCESS");
  }

  @Test
  void endsAtAnEndThatCameTogetherWithTheCommand() {
    X1Frame frame = watcher.frame(new X1Command.Watch(0));
    watcher.sendRaw(
        Bytes.concat(
            watcher.sealer().seal(frame.encode()), watcher.sealer().sealFinal(new byte[0], 0, 0)));
    assertEquals(Watched.of(Watched.Kind.END), report(frame, 0));
    watcher.expectEnd();
  }

  @Test
  void watchesAgainAfterItEnded() {
    X1Frame first = watch(0);
    deliver();
    assertEquals(Watched.change("inbox", 1), report(first, 0));
    watcher.say("\0");
    assertEquals(Watched.of(Watched.Kind.END), report(first, 1));
    X1Frame second = watch(1);
    deliver();
    assertEquals(Watched.change("inbox", 2), report(second, 0));
  }

  @Test
  void endsWhenTheClientEndsItsDirection() {
    X1Frame frame = watch(0);
    watcher.endChannel().halfClose();
    assertEquals(Watched.of(Watched.Kind.END), report(frame, 0));
    watcher.expectEnd();
  }

  @Test
  void sendsAClientBackThatKnowsMoreThanTheMailbox() {
    deliver();
    assertEquals(Status.RESYNC, watcher.status(new X1Command.Watch(2)));
    watcher.say("NOOP\0").expectGeneral("SUCCESS");
  }

  @Test
  void endsWithTheSession() {
    X1Frame frame = watch(0);
    deliver();
    assertEquals(Watched.change("inbox", 1), report(frame, 0));
    node.change(user, "POST", "/disable");
    assertEquals(Status.AUTHREQUIRED, watcher.answer(frame, 1).status());
    watcher.say("NOOP\0").expectGeneral("SUCCESS");
  }

  @Test
  void servesOtherCommandsOfOtherConnectionsMeanwhile() {
    watch(0);
    assertEquals(5, other.ok(X1Command.Boxes.INSTANCE, Payload.BoxTable::decode).rows().size());
    deliver();
  }
}
