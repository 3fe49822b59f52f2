package cmtp.node.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.LogLines;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 1.3, 2.3. */
class ManyConnectionsTest {
  private static final int FROM_ONE_ADDRESS = 900;
  private static final int IN_ALL = 1000;
  private static final String TOO_MANY = "421 example.org too many connections";

  @Test
  void servesAThousandIdleConnectionsAndRefusesOneMore(@TempDir Path data) {
    Deque<Peer> peers = new ArrayDeque<>();
    try (LogLines log = LogLines.open();
        TestNode node =
            TestNode.start(
                data,
                "cmtp.limits.connections=" + IN_ALL,
                "cmtp.limits.connections-per-address=" + FROM_ONE_ADDRESS)) {
      for (int i = 0; i < FROM_ONE_ADDRESS; i++) {
        peers.add(greeted(Peer.of(node)));
      }
      refused(Peer.of(node));
      for (int i = FROM_ONE_ADDRESS; i < IN_ALL; i++) {
        peers.add(greeted(Peer.from("127.0.0.2", node)));
      }
      refused(Peer.from("127.0.0.2", node));
      refused(Peer.from("127.0.0.3", node));
      assertEquals(
          2, log.all().stream().filter(line -> line.contains("refused")).count(), "1st and 2nd");

      TestNode.User user = node.openWithoutPassword("crowded");
      for (Peer peer : peers) {
        peer.say("NOOP\0");
      }
      for (Peer peer : peers) {
        peer.expectGeneral("SUCCESS");
      }
      peers.getFirst().mail(TestMail.opaque(user.address(), 60)).expectGeneral("SUCCESS");

      peers.removeFirst().say("OBAI\0").expectEnd();
      node.awaitConnections(IN_ALL - 1);
      peers.add(greeted(Peer.of(node)));
      refused(Peer.from("127.0.0.3", node));
      peers.forEach(Peer::close);
    }
  }

  private static Peer greeted(Peer peer) {
    assertEquals("220 example.org CMTP " + cmtp.node.NodeServer.PRODUCT, peer.greeting());
    return peer;
  }

  private static void refused(Peer peer) {
    assertEquals(TOO_MANY, peer.greeting());
    peer.expectEnd();
    peer.close();
  }
}
