package cmtp.node.proof;

import static cmtp.node.Looking.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FederationSetup;
import cmtp.node.TestNode;
import cmtp.node.TestNode.User;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.MessageId;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Payload;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node does when another shows another key than before. */
class PinsTest {
  @TempDir Path folder;

  private AuthoritativeDns dns;
  private TestNode a;
  private TestNode b;
  private User alice;

  @BeforeEach
  void start() throws IOException {
    dns = AuthoritativeDns.start(0, List.of());
    a = node("a.test", "a");
    b = node("b.test", "b");
    FederationSetup.publish(dns, "b.test", b.address());
    alice = a.openWithoutPassword("alice");
  }

  /** No connection lingers with an old key, and no answer of the DNS is remembered. */
  private TestNode node(String domain, String data) {
    return TestNode.start(
        folder.resolve(data),
        FederationSetup.settings(
            domain, dns, "cmtp.delivery.linger=1ms", "cmtp.dns.cache-entries=0"));
  }

  @AfterEach
  void stop() throws IOException {
    a.close();
    b.close();
    dns.close();
  }

  private MessageId send(User reader) throws IOException {
    Sent letter = Letters.to(alice, reader, "a text");
    try (CmtpClient session = a.session(alice)) {
      assertInstanceOf(MailOutcome.Receipt.class, session.mail(letter.message(), bytes -> {}));
    }
    return letter.mid();
  }

  private static List<MessageId> inbox(TestNode node, User reader) throws IOException {
    try (CmtpClient session = node.session(reader)) {
      return Inbox.list(session).stream().map(Payload.MessageRow::mid).toList();
    }
  }

  /** Waits until the mail is in the mailbox, and nobody is connected any more. */
  private void awaitArrived(TestNode node, User reader, MessageId mid) {
    await("the mail", () -> inbox(node, reader).contains(mid));
    await("the end of the connection", () -> domainOfB().get("connections").asInt() == 0);
  }

  private JsonNode domainOfB() {
    return a.admin("GET", "/v1/domains/b.test", Map.of());
  }

  @Test
  void aRotationWithStatementPassesUnseen() throws IOException {
    User bob = b.openWithoutPassword("bob");
    VerifyKey before = b.serverKey();
    awaitArrived(b, bob, send(bob));
    assertEquals(before.base64(), domainOfB().at("/pinned/key").asText());
    b.admin("POST", "/v1/server-key/rotate", Map.of());
    VerifyKey after = b.serverKey();
    assertFalse(before.equals(after));

    awaitArrived(b, bob, send(bob));
    JsonNode known = domainOfB();
    assertEquals(after.base64(), known.at("/pinned/key").asText());
    assertFalse(known.has("offered"), known::toString);
  }

  @Test
  void withAChangedKeyMailWaitsAndNothingLeaksToTheImpostor() throws IOException {
    User bob = b.openWithoutPassword("bob-the-reader");
    awaitArrived(b, bob, send(bob));
    VerifyKey real = b.serverKey();
    b.close();
    b = node("b.test", "impostor");
    User other = b.openWithoutPassword("bob-the-reader");
    MessageId mid;
    try (RecordingProxy wire = new RecordingProxy(b.address())) {
      FederationSetup.publish(dns, "b.test", wire.address());
      mid = send(other);
      await("the dispute", () -> domainOfB().get("activity").asText().equals("key_disputed"));

      JsonNode known = domainOfB();
      assertEquals(real.base64(), known.at("/pinned/key").asText());
      assertEquals(b.serverKey().base64(), known.at("/offered/key").asText());
      assertEquals(1, known.get("waiting").asInt());
      assertEquals(List.of(), inbox(b, other));
      assertNothingButAKeyWasAskedFor(wire);
    }
    FederationSetup.publish(dns, "b.test", b.address());
    a.admin("POST", "/v1/domains/b.test/trust", Map.of());
    awaitArrived(b, other, mid);
    assertEquals(b.serverKey().base64(), domainOfB().at("/pinned/key").asText());
  }

  /** Without SECURE nothing is encrypted, so what is not seen was not said. */
  private static void assertNothingButAKeyWasAskedFor(RecordingProxy wire) {
    String said = new String(wire.recorded(), StandardCharsets.ISO_8859_1);
    assertTrue(said.contains("KEYREQUEST"), said);
    for (String secret : List.of("SECURE", "MAIL\0", "OFFER", "alice", "bob-the-reader")) {
      assertFalse(said.contains(secret), secret);
    }
  }
}
