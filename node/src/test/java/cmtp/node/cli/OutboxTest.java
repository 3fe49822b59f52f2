package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FarDomains;
import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.RemoteKeys;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail for other domains, as their senders see it. */
class OutboxTest {
  private static final FarDomains FAR = new FarDomains();

  @TempDir static Path data;
  private static TestNode node;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    node = TestNode.start(data, FAR, "cmtp.limits.logins-per-hour=100");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private Shell shell(String name) throws IOException {
    node.open(name);
    return new Shell(node, Files.createTempDirectory(folder, name)).loggedIn(name + "@example.org");
  }

  private static MessageId waiting(String source, String destination, String reason) {
    MessageId mid = new MessageId(Hash.of(Bytes.utf8(source + destination)));
    FAR.wait(
        new RemoteDomain.Mail(
            new DomainName("b.example"),
            1,
            mid,
            source,
            destination,
            1000,
            System.currentTimeMillis() - 7_200_000,
            4,
            reason,
            System.currentTimeMillis() + 900_000,
            false,
            false));
    return mid;
  }

  @Test
  void showsOwnMailAndWhyItWaits() throws IOException {
    Shell ann = shell("ann");
    MessageId mid = waiting("ann@example.org", "bob@b.example", "refused\u001b[2J connection");
    waiting("eve@example.org", "other@b.example", "x");
    Result shown = ann.ok("outbox");
    assertTrue(shown.out().contains(mid.toString().substring(0, 16)), shown.out());
    assertTrue(
        shown.out().matches("(?s).*bob@b.example +2 h +4 +\\d+ min  refused.*"), shown.out());
    assertFalse(shown.out().contains("\u001b") || shown.out().contains("other"), shown.out());
    JsonNode rows = ann.ok("outbox", "--json").json().get("messages");
    assertEquals("waiting", rows.get(0).get("state").asText());
    assertEquals(mid.toString(), rows.get(0).get("mid").asText());
  }

  @Test
  void takesMailBackByItsBeginning() throws IOException {
    Shell cat = shell("cat");
    MessageId mid = waiting("cat@example.org", "bob@b.example", "");
    cat.fails(ExitCode.USAGE, "outbox", "--cancel", "123");
    cat.fails(ExitCode.NOT_FOUND, "outbox", "--cancel", "0123456789");
    cat.ok("outbox", "--cancel", mid.toString().substring(0, 8));
    assertEquals("", cat.ok("outbox").out());
    cat.fails(ExitCode.NOT_FOUND, "outbox", "--cancel", mid.toString());
  }

  @Test
  void isWhereASenderIsSentAfterMailWasAccepted() throws IOException {
    Shell dan = shell("dan");
    SigningKey far = SigningKey.generate();
    Address bob = Address.parse("bob@b.example");
    FAR.know(bob, new RemoteKeys.Found(List.of(TestNode.firstRecord(bob, far)), Bytes.EMPTY));
    Result sent = dan.ok("send", "bob@b.example", "-s", "far", "-t", "x");
    assertTrue(
        sent.out().contains("accepted by your server for b.example; see `cmtp outbox`"),
        sent.out());
    JsonNode recipient =
        dan.ok("send", "bob@b.example", "-t", "y", "--json").json().at("/recipients/0");
    assertEquals("accepted", recipient.get("state").asText());
    assertFalse(recipient.get("delivered").asBoolean());
    assertEquals(
        "delivered",
        dan.ok("send", "dan", "-t", "z", "--json").json().at("/recipients/0/state").asText());
  }
}
