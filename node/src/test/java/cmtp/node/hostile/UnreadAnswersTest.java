package cmtp.node.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.LogLines;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 2.5, 2.6: who does not read is not read any more, and after a while closed. */
class UnreadAnswersTest {
  private static final int MIB = 1 << 20;

  /** More than the buffers between two processes take; they grow to a few MiB. */
  private static final int MORE_THAN_THE_KERNEL_TAKES = 32 * MIB;

  private static final Bytes COMMANDS = Bytes.utf8("HELP\0".repeat(10_000));
  private static final long PATIENCE_MS = 60_000;
  private static final long LOOK_AGAIN_MS = 50;

  @TempDir private Path data;
  private TestNode node;
  private TestNode.User user;

  @BeforeEach
  void start() {
    node = TestNode.start(data, "cmtp.limits.idle=3 s", "cmtp.limits.commands-per-second=1000000");
    user = node.openWithoutPassword("reader");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void closesWhoTalksEndlesslyAndNeverReadsAndServesTheOthers() throws Exception {
    AtomicLong taken = new AtomicLong();
    int served = 0;
    try (LogLines log = LogLines.open();
        Peer other = Peer.of(node);
        Socket deaf = withSmallReceiveBuffer()) {
      deaf.getOutputStream().write(Bytes.utf8("MAIL\0").unsafeArray());
      deaf.getOutputStream().write(TestMail.opaque(user.address(), 60).encode().unsafeArray());
      Thread talker = new Thread(() -> talkUntilClosed(deaf, taken));
      talker.start();
      long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
      while (talker.isAlive() && System.nanoTime() < until) {
        other.mail(TestMail.opaque(user.address(), 60)).expectGeneral("SUCCESS");
        served++;
        talker.join(LOOK_AGAIN_MS);
      }
      assertFalse(talker.isAlive(), "not closed; the server took " + taken + " bytes");
      assertTrue(taken.get() < MORE_THAN_THE_KERNEL_TAKES, "the server took " + taken + " bytes");
      node.awaitConnections(1);
      log.awaitOneAboutPeers();
      assertEquals(List.of("INFO 127.0.0.1 does not read its answers"), log.aboutPeers());
    }
    assertEquals(1 + served, stored());
  }

  private static void talkUntilClosed(Socket socket, AtomicLong taken) {
    try {
      while (true) {
        socket.getOutputStream().write(COMMANDS.unsafeArray());
        taken.addAndGet(COMMANDS.length());
      }
    } catch (IOException closed) {
      // What this waits for.
    }
  }

  private Socket withSmallReceiveBuffer() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(node.address());
    return socket;
  }

  private int stored() {
    try (Peer session = Peer.session(node, user)) {
      return session
          .ok(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode)
          .rows()
          .size();
    }
  }

  /** The last answers are on their way when nothing is left to do but to wait for the reader. */
  @Test
  void resetsWhoHasAskedForMuchAndEndsWithoutReadingIt() {
    try (LogLines log = LogLines.open();
        Peer deaf = Peer.session(node, user)) {
      deaf.mail(TestMail.opaque(user.address(), MIB)).expectDetail("SUCCESS");
      X1Command fetch = new X1Command.Fetch("inbox", 1, Part.Section.BODY, 0, MIB);
      for (int asked = 0; asked < MORE_THAN_THE_KERNEL_TAKES; asked += MIB) {
        deaf.send(deaf.frame(fetch).encode());
      }
      deaf.endChannel().halfClose();
      node.awaitConnections(0);
      UncheckedIOException reset = assertThrows(UncheckedIOException.class, deaf::takeToEnd);
      assertEquals("Connection reset", reset.getCause().getMessage());
      assertEquals(List.of("INFO 127.0.0.1 does not read its answers"), log.aboutPeers());
    }
  }

  /** Ending one's own direction is no reason to be reset: the answers are still wanted. */
  @Test
  void keepsAnEndedConnectionUntilItsAnswersAreRead() {
    String words = "HELP\0".repeat(2000);
    try (Peer late = Peer.of(node)) {
      late.say(words).halfClose();
      String answers = new String(late.takeToEnd().unsafeArray(), StandardCharsets.ISO_8859_1);
      assertEquals(2000, answers.split("HELP", -1).length - 1, answers.substring(0, 300));
    }
  }
}
