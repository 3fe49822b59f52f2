package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Payload.Watched;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.message.Message;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an orderly stop does to those who are connected, and what is there afterwards. */
class CleanStopTest {
  @TempDir private Path data;
  private TestNode node;
  private TestNode.User user;
  private Bytes message;
  private Message sent;

  @BeforeEach
  void start() {
    node = TestNode.start(data, "cmtp.shutdown-grace=2 s", "cmtp.limits.drain=1 s");
    user = node.openWithoutPassword("stopped");
    sent = TestMail.opaque(user.address(), 600_000);
    message = Bytes.concat(Bytes.utf8("MAIL\0"), sent.encode());
  }

  private CompletableFuture<Void> stop() {
    return CompletableFuture.runAsync(node::close);
  }

  private void expectInbox(int messages) {
    try (TestNode again = TestNode.start(data);
        Peer peer = Peer.session(again, user)) {
      Payload.Page page = peer.ok(new X1Command.ListBox("inbox", 0, 0, 10), Payload.Page::decode);
      assertEquals(messages, page.rows().size());
      if (messages > 0) {
        Payload.Slice slice =
            peer.ok(
                new X1Command.Fetch("inbox", 1, Part.Section.ALL, 0, 1 << 20),
                Payload.Slice::decode);
        assertEquals(sent.encode(), slice.bytes());
      }
      Stored.awaitChunks(again.database(), messages * 3L);
    }
  }

  @Test
  void finishesMailUnderWayAndClosesTheIdle() {
    try (Peer idle = Peer.of(node);
        Peer inAChannel = Peer.of(node).secure();
        Peer watcher = Peer.session(node, user);
        Peer sender = Peer.of(node)) {
      X1Frame watch = watcher.frame(new X1Command.Watch(0));
      watcher.send(watch.encode());
      sender.send(message.slice(0, 300_000));
      Stored.await(node.database(), "SELECT count(*) FROM content_upload", 1);
      CompletableFuture<Void> stopped = stop();
      idle.expectEnd();
      inAChannel.expectEnd();
      assertTrue(inAChannel.channelEnded());
      assertEquals(Watched.of(Watched.Kind.END), watcher.answer(watch, 0).ok(Watched::decode));
      watcher.expectEnd();
      expectNobodyServed();
      sender.send(message.slice(300_000, message.length())).expectGeneral("SUCCESS").expectEnd();
      stopped.join();
    }
    expectInbox(1);
  }

  /** The door is shut, or shut in one's face. */
  private void expectNobodyServed() {
    try (Peer late = Peer.of(node)) {
      assertTrue(late.greeting().isEmpty() || late.greeting().startsWith("421 "), late.greeting());
    } catch (UncheckedIOException refused) {
      assertTrue(refused.getCause() instanceof java.net.SocketException, refused.toString());
    }
  }

  @Test
  void defersMailThatDoesNotFinishInTime() {
    try (Peer sender = Peer.of(node)) {
      sender.send(message.slice(0, 300_000));
      Stored.await(node.database(), "SELECT count(*) FROM content_upload", 1);
      CompletableFuture<Void> stopped = stop();
      sender.expectGeneral("FAILURE").expectEnd();
      stopped.join();
    }
    expectInbox(0);
  }

  @Test
  void endsAlthoughAPeerNeverCloses() {
    try (Peer idle = Peer.of(node);
        Peer unread = Peer.of(node)) {
      unread.say("KEYREQUEST\0\0".repeat(20_000));
      stop().join();
      idle.endAnyhow();
    }
    expectInbox(0);
  }

  @Test
  void stopsOnceHoweverOftenItIsTold() {
    node.close();
    node.close();
    assertThrows(UncheckedIOException.class, () -> Peer.of(node));
    expectInbox(0);
  }
}
