package cmtp.node.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.LogLines;
import cmtp.node.Peer;
import cmtp.node.Stored;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload.Watched;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SPEC 2.6: who keeps the node waiting is closed without a reply. Peers that have to wait long are
 * there from the start, so that they wait together.
 */
class SlowPeersTest {
  @TempDir private static Path data;
  private static TestNode node;
  private static TestNode.User user;
  private static Peer idle;
  private static Peer idleInAChannel;
  private static Peer watcher;
  private static X1Frame watch;

  @BeforeAll
  static void start() {
    node =
        TestNode.start(
            data,
            "cmtp.limits.idle=3 s",
            "cmtp.limits.command=1 s",
            "cmtp.limits.drain=1 s",
            "cmtp.limits.drain-bytes=1 MiB");
    user = node.openWithoutPassword("slow");
    watcher = Peer.session(node, user);
    watch = watcher.frame(new X1Command.Watch(0));
    watcher.send(watch.encode());
    idle = Peer.of(node);
    idleInAChannel = Peer.of(node).secure();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void closesAConnectionThatSaysNothing() {
    idle.expectEnd();
    idleInAChannel.expectEnd();
    assertTrue(idleInAChannel.channelEnded());
  }

  @Test
  void waitsForAWatcherAsLongAsItWatches() {
    idle.expectEnd(); // so the time for being idle has passed
    try (Peer sender = Peer.of(node)) {
      sender.mail(TestMail.opaque(user.address(), 60)).expectGeneral("SUCCESS");
    }
    assertEquals(Watched.change("inbox", 1), watcher.answer(watch, 0).ok(Watched::decode));
    watcher.say("NOOP\0");
    assertEquals(Watched.of(Watched.Kind.END), watcher.answer(watch, 1).ok(Watched::decode));
    assertEquals("SUCCESS", watcher.takeWord());
  }

  @Test
  void closesAfterACommandThatIsNotFinished() {
    try (LogLines log = LogLines.open();
        Peer word = Peer.of(node);
        Peer domain = Peer.of(node);
        Peer frame = Peer.of(node)) {
      word.say("NOOP\0NOO");
      domain.say("KEYREQUEST\0slow\0exam");
      frame.send(frame.frame("GETREC", Bytes.utf8("key\0slow\0\0")).encode().slice(0, 20));
      word.expectGeneral("SUCCESS").expectEnd();
      domain.expectEnd();
      frame.expectEnd();
      assertEquals(3, log.aboutPeers().size(), () -> String.join("\n", log.all()));
    }
  }

  @Test
  void closesAfterAMessageThatDoesNotGoOnAndKeepsNothingOfIt() {
    Bytes message = TestMail.opaque(user.address(), 400_000).encode();
    List<Peer> peers = List.of(Peer.of(node), Peer.of(node), Peer.of(node).secure());
    peers.get(0).say("MAIL\0").send(message.slice(0, 10));
    peers.get(1).say("MAIL\0").send(message.slice(0, 300_000));
    peers.get(2).say("MAIL\0").send(message.slice(0, 300_000));
    for (Peer peer : peers) {
      peer.expectEnd();
      peer.close();
    }
    Stored.await(node.database(), "SELECT count(*) FROM content_upload", 0);
  }

  /** A byte each time that nothing was heard for a while; the node hears of it, and ends it. */
  @Test
  void closesASenderOfAFewBytesASecond() {
    Message message = TestMail.opaque(user.address(), 1000);
    try (Peer peer = Peer.of(node)) {
      Bytes bytes = message.encode();
      peer.say("MAIL\0").send(bytes.slice(0, 100));
      int at = 100;
      while (at < bytes.length() && peer.hearsNothingFor(500)) {
        peer.trySend(bytes.slice(at, at + 1));
        at++;
      }
      assertTrue(at < bytes.length(), "all of the message was taken in");
      peer.expectClosed();
    }
    Stored.await(node.database(), "SELECT count(*) FROM content_upload", 0);
  }

  @Test
  void readsOnForAWhileAfterARefusalAndNotForEver() {
    try (Peer patient = Peer.of(node);
        Peer hasty = Peer.of(node)) {
      Bytes start = TestMail.opaqueTo("nobody", "example.org", 3 << 20).encode();
      patient.say("MAIL\0").send(start.slice(0, 1000));
      patient.expectMessage("DELIVERYFAILURE").expectEnd();
      hasty.say("MAIL\0");
      boolean heard = true;
      for (int i = 0; i < 100 && heard; i++) {
        heard = hasty.trySend(start);
      }
      assertTrue(!heard, "300 MiB behind a refusal were read");
      // Neither has closed its side.
      node.awaitConnections(0);
    }
  }
}
