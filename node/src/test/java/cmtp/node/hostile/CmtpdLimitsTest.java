package cmtp.node.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.LogLines;
import cmtp.node.Peer;
import cmtp.node.StartException;
import cmtp.node.Stored;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits, time-outs, start and stop at the port for the cmtpd dialect (SPEC 8.11). */
class CmtpdLimitsTest {
  private static final Bytes HERE = Bytes.utf8("O_O\n\0");

  @TempDir private Path data;
  private TestNode node;
  private TestNode.User user;

  private void start(String... settings) {
    String[] all = Arrays.copyOf(settings, settings.length + 2);
    all[settings.length] = "cmtp.cmtpd.enabled=true";
    all[settings.length + 1] = "cmtp.cmtpd.port=0";
    node = TestNode.start(data, all);
    user = node.openWithoutPassword("old");
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void countsTheConnectionsOfBothPortsTogether() {
    start("cmtp.limits.connections=3");
    try (Peer first = Peer.ofCmtpd(node);
        Peer second = Peer.of(node);
        Peer third = Peer.ofCmtpd(node)) {
      node.awaitConnections(3);
      for (Peer fourth : new Peer[] {Peer.of(node), Peer.ofCmtpd(node)}) {
        assertEquals("421 example.org too many connections", fourth.greeting());
        fourth.expectEnd();
        fourth.close();
      }
      first.say("NOOP\0").expect(HERE);
      second.say("NOOP\0").expectGeneral("SUCCESS");
      third.say("OBAI\0").expect(Bytes.utf8("Good bye\n\0")).expectEnd();
    }
  }

  @Test
  void closesForMailOverTheQuota() {
    start("cmtp.limits.quota-bytes=10000");
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.mail(TestMail.opaque(user.address(), 9000)).say("NOOP\0").expect(HERE);
      peer.mail(TestMail.opaque(user.address(), 2000)).say("NOOP\0").expectEnd();
    }
    Stored.awaitChunks(node.database(), 1);
  }

  @Test
  void closesWithoutAWordWhoIsSilentOrDoesNotFinish() {
    start("cmtp.limits.idle=3 s", "cmtp.limits.command=1 s");
    try (Peer silent = Peer.ofCmtpd(node);
        Peer slow = Peer.ofCmtpd(node);
        Peer stopped = Peer.ofCmtpd(node)) {
      slow.say("KEYREQ");
      stopped.say("MAIL\0").send(TestMail.opaque(user.address(), 900).encode().slice(0, 500));
      slow.expectEnd();
      stopped.expectEnd();
      silent.expectEnd();
    }
    Stored.awaitChunks(node.database(), 0);
  }

  @Test
  void closesAtAsManyUnknownCommandsAsTheSettingSaysAndLogsOnce() {
    start("cmtp.limits.malformed-commands=2");
    try (LogLines log = LogLines.open();
        Peer peer = Peer.ofCmtpd(node)) {
      peer.say("WHAT\0EHLO x\r\nNOOP\0").expectEnd();
      log.awaitOneAboutPeers();
    }
  }

  @Test
  void finishesMailUnderWayWhenItStopsAndServesNobodyAfterwards() {
    start("cmtp.limits.drain=1 s");
    Message sent = TestMail.opaque(user.address(), 600_000);
    Bytes message = Bytes.concat(Bytes.utf8("MAIL\0"), sent.encode());
    try (Peer idle = Peer.ofCmtpd(node);
        Peer sender = Peer.ofCmtpd(node)) {
      sender.send(message.slice(0, 300_000));
      Stored.await(node.database(), "SELECT count(*) FROM content_upload", 1);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);
      idle.expectEnd();
      sender.send(message.slice(300_000, message.length())).expectEnd();
      stopped.join();
      assertThrows(java.io.UncheckedIOException.class, () -> Peer.ofCmtpd(node));
    }
    try (TestNode again = TestNode.start(data);
        Peer peer = Peer.session(again, user)) {
      Payload.Page page = peer.ok(new X1Command.ListBox("inbox", 0, 0, 10), Payload.Page::decode);
      assertEquals(sent.mid(), page.rows().get(0).mid());
      assertTrue(again.server().cmtpdAddress().isEmpty());
      assertTrue(again.admin("GET", "/v1/status", Map.of()).get("cmtpd") == null);
    }
  }

  @Test
  void tellsTheOperatorItsAddress() {
    start();
    JsonNode status = node.admin("GET", "/v1/status", Map.of());
    assertEquals(node.cmtpdAddress().getPort(), status.get("cmtpd").get("port").asInt());
    assertEquals("127.0.0.1", status.get("cmtpd").get("interface").asText());
    assertEquals(node.address().getPort(), status.get("port").asInt());
  }

  @Test
  void doesNotStartWhenTheSecondPortIsTaken(@TempDir Path other) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      StartException failed =
          assertThrows(
              StartException.class,
              () ->
                  TestNode.start(other, "cmtp.cmtpd.enabled=true", "cmtp.cmtpd.port=" + port)
                      .close());
      assertTrue(failed.getMessage().contains("127.0.0.1:" + port), failed.getMessage());
      assertTrue(failed.getMessage().contains("cmtp.cmtpd.port"), failed.getMessage());
    }
  }
}
