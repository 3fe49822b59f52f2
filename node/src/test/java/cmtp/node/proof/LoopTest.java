package cmtp.node.proof;

import static cmtp.node.Looking.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FederationSetup;
import cmtp.node.TestNode;
import cmtp.node.TestNode.User;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Payload;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, each of which finds the other in its DNS for the same third domain. */
class LoopTest {
  @TempDir Path folder;

  private AuthoritativeDns dnsOfA;
  private AuthoritativeDns dnsOfB;
  private TestNode a;
  private TestNode b;
  private User alice;

  @BeforeEach
  void start() throws IOException {
    dnsOfA = AuthoritativeDns.start(0, List.of());
    dnsOfB = AuthoritativeDns.start(0, List.of());
  }

  @AfterEach
  void stop() throws IOException {
    a.close();
    b.close();
    dnsOfA.close();
    dnsOfB.close();
  }

  private void serve(String... settings) {
    a = TestNode.start(folder.resolve("a"), FederationSetup.settings("a.test", dnsOfA, settings));
    b = TestNode.start(folder.resolve("b"), FederationSetup.settings("b.test", dnsOfB, settings));
    FederationSetup.publish(dnsOfA, "x.test", b.address());
    FederationSetup.publish(dnsOfB, "x.test", a.address());
    alice = a.openWithoutPassword("alice");
  }

  private Sent send(String text) throws IOException {
    Sent letter = Letters.toNobody(alice, Address.parse("someone@x.test"), text);
    try (CmtpClient session = a.session(alice)) {
      assertInstanceOf(MailOutcome.Receipt.class, session.mail(letter.message(), bytes -> {}));
    }
    return letter;
  }

  private static boolean isQuiet(TestNode node) {
    JsonNode working = node.admin("GET", "/v1/queue/summary", Map.of());
    return working.get("complete").asBoolean() && working.get("domains").isEmpty();
  }

  /** What left a is at b, and what left b came back to a before b had nothing more to do. */
  private void awaitEnd() {
    await("the end", () -> isQuiet(a) && isQuiet(b) && isQuiet(a));
  }

  private String bounce() throws IOException {
    try (CmtpClient session = a.session(alice)) {
      List<Payload.MessageRow> rows = Inbox.list(session);
      assertEquals(1, rows.size());
      return Inbox.open(session, alice, rows.get(0).uid()).text();
    }
  }

  @Test
  void mailThatIsNotForwardedComesBackOnce() throws IOException {
    serve();
    Sent letter = send("a text");
    awaitEnd();
    String bounce = bounce();
    assertTrue(bounce.contains(letter.mid().toString()), bounce);
    assertTrue(bounce.contains("not forwarded"), bounce);
  }

  @Test
  void mailThatIsRelayedInACircleComesBackOnce() throws IOException {
    relayedInACircle("a text");
  }

  @Test
  void mailThatIsOfferedInACircleComesBackOnce() throws IOException {
    relayedInACircle("a text ".repeat(5000));
  }

  private void relayedInACircle(String text) throws IOException {
    serve("cmtp.trusted-networks=[\"127.0.0.0/8\"]");
    Sent letter = send(text);
    awaitEnd();
    String bounce = bounce();
    assertTrue(bounce.contains(letter.mid().toString()), bounce);
    assertTrue(bounce.contains("it came back"), bounce);
    assertEquals(
        List.of("queued", "delivered", "queued", "failed", "failure_reported"), kinds(a, letter));
    assertEquals(List.of("queued", "failed"), kinds(b, letter));
  }

  private static List<String> kinds(TestNode node, Sent letter) {
    JsonNode entries = node.admin("GET", "/v1/trace/" + letter.mid(), Map.of()).get("entries");
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.get("kind").asText())
        .filter(kind -> !kind.equals("deferred"))
        .toList();
  }
}
