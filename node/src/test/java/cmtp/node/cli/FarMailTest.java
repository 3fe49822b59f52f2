package cmtp.node.cli;

import static cmtp.node.Looking.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FederationSetup;
import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.dns.AuthoritativeDns;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Mail from shell to shell, between two real nodes that find each other in DNS. */
class FarMailTest {
  @TempDir static Path data;
  private static AuthoritativeDns dns;
  private static TestNode a;
  private static TestNode b;

  @TempDir Path folder;
  private Shell operator;
  private Shell alice;
  private Shell bob;
  private String bobAddress;

  @BeforeAll
  static void start() throws IOException {
    dns = AuthoritativeDns.start(0, List.of());
    a = node("a.test", 0);
    b = node("b.test", 0);
    FederationSetup.publish(dns, "a.test", a.address());
    FederationSetup.publish(dns, "b.test", b.address());
  }

  private static TestNode node(String domain, int port) {
    return TestNode.start(
        data.resolve(domain),
        FederationSetup.settings(
            domain, dns, "cmtp.limits.logins-per-hour=100", "cmtp.listen.port=" + port));
  }

  @AfterAll
  static void stop() throws IOException {
    a.close();
    b.close();
    dns.close();
  }

  /** Names that no other test has: all use the same nodes. */
  @BeforeEach
  void open(TestInfo info) throws IOException {
    String name = info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    String test = name.substring(0, Math.min(30, name.length()));
    bobAddress = "bob." + test + "@b.test";
    alice = shell(a, "alice." + test);
    bob = shell(b, "bob." + test);
    operator = new Shell(a, folder);
  }

  private Shell shell(TestNode node, String name) throws IOException {
    node.open(name);
    return new Shell(node, Files.createTempDirectory(folder, name))
        .loggedIn(name + "@" + node.server().domains().get(0));
  }

  private static JsonNode messages(Shell shell, String command) {
    return shell.ok(command, "--json").json().get("messages");
  }

  private static void awaitMail(Shell reader, int count) {
    await("mail " + count, () -> messages(reader, "inbox").size() == count);
  }

  private static JsonNode read(Shell reader, int uid) {
    return reader.ok("read", Integer.toString(uid), "--json").json();
  }

  /** The mid of a message that was tried in vain. */
  private String sendInVain(String subject) {
    JsonNode sent = alice.ok("send", bobAddress, "-s", subject, "-t", "x", "--json").json();
    String mid = sent.at("/recipients/0/mid").asText();
    await("an attempt", () -> shown(mid).get("attempts").asInt() > 0);
    return mid;
  }

  private JsonNode shown(String mid) {
    return operator.ok("queue", "show", mid, "--json").json();
  }

  private JsonNode domain() {
    return operator.ok("domain", "show", "b.test", "--json").json();
  }

  /** After this, alice knows bob's key, and her node has met his. */
  private void meet() {
    alice.ok("send", bobAddress, "-s", "first", "-t", "x");
    awaitMail(bob, 1);
  }

  private static void restartB(int port) {
    b = node("b.test", port);
  }

  @Test
  void findsTheKeyAndProvesTheSender() {
    Result sent = alice.ok("send", bobAddress, "-s", "far", "-t", "hello over there");
    assertTrue(sent.err().contains("First mail to " + bobAddress), sent.err());
    assertTrue(sent.out().contains("accepted by your server for b.test"), sent.out());
    awaitMail(bob, 1);
    JsonNode read = read(bob, 1);
    assertEquals("PROVEN", read.get("proof").asText());
    assertEquals("hello over there", read.get("text").asText());
    assertEquals(1, read.get("way").size());
    assertEquals("SIGNED", read.at("/way/0/belief").asText());

    bob.ok("reply", "1", "--text", "hello back");
    awaitMail(alice, 1);
    assertEquals("PROVEN", read(alice, 1).get("proof").asText());
    Result again = alice.ok("send", bobAddress, "-t", "again");
    assertFalse(again.err().contains("First mail"), again.err());
    assertEquals(ExitCode.OK, operator.run("trace", read.get("mid").asText()).code());
  }

  @Test
  void isNotSentToAnAddressThatIsNobodys() {
    Result sent = alice.fails(ExitCode.NOT_FOUND, "send", "nobody@b.test", "-t", "x");
    assertTrue(sent.err().contains("nobody@b.test"), sent.err());
    assertEquals(0, messages(alice, "outbox").size());
    assertEquals(0, alice.ok("box", "sent", "--json").json().get("messages").size());
  }

  @Test
  void isNotSentToADomainThatThereIsNot() {
    Result sent = alice.fails(ExitCode.NOT_FOUND, "send", "somebody@nowhere.test", "-t", "x");
    assertTrue(sent.err().contains("somebody@nowhere.test"), sent.err());
    assertEquals(0, messages(alice, "outbox").size());
  }

  @Test
  void waitsWhileTheOtherNodeIsDownUntilItIsTakenBack() {
    meet();
    int port = b.server().port();
    b.close();
    try {
      String mid = sendInVain("rain");
      JsonNode waiting = messages(alice, "outbox").get(0);
      assertEquals(mid, waiting.get("mid").asText());
      assertEquals("waiting", waiting.get("state").asText());
      assertTrue(waiting.get("attempts").asInt() > 0);
      assertFalse(waiting.get("reason").asText().isEmpty());
      alice.ok("outbox", "--cancel", mid.substring(0, 8));
      assertEquals(0, messages(alice, "outbox").size());
      operator.fails(ExitCode.NOT_FOUND, "queue", "show", mid);
    } finally {
      restartB(port);
    }
  }

  @Test
  void isHeldReleasedAndTriedAgainByTheOperator() {
    meet();
    int port = b.server().port();
    b.close();
    String mid;
    try {
      mid = sendInVain("rain");
      await("the next wait", () -> domain().get("activity").asText().equals("backing_off"));
      operator.ok("queue", "hold", mid);
      assertTrue(shown(mid).get("held").asBoolean());
      assertEquals("held", messages(alice, "outbox").get(0).get("state").asText());
      JsonNode listed = operator.ok("queue", "list", "--domain", "b.test", "--json").json();
      assertEquals(mid, listed.at("/mails/0/mid").asText());
      operator.ok("queue", "release", mid);
      assertFalse(shown(mid).get("held").asBoolean());
      long attempts = shown(mid).get("attempts").asLong();
      operator.ok("queue", "retry", mid);
      await("another attempt", () -> shown(mid).get("attempts").asLong() > attempts);
    } finally {
      restartB(port);
    }
    awaitMail(bob, 2);
    Result trace = operator.ok("trace", mid);
    assertTrue(trace.out().contains("GENUINE: signed for this message"), trace.out());
  }

  @Test
  void comesBackToItsSenderWhenItIsDropped() {
    meet();
    int port = b.server().port();
    b.close();
    try {
      String mid = sendInVain("rain");
      String silent = sendInVain("never mind");
      operator.ok("queue", "drop", silent, "--silently", "--yes");
      operator.ok("queue", "drop", mid, "--yes");
      awaitMail(alice, 1);
      JsonNode bounce = read(alice, 1);
      assertEquals("PROVEN", bounce.get("proof").asText());
      assertEquals("Not delivered: " + bobAddress, bounce.get("subject").asText());
      assertTrue(bounce.get("text").asText().contains(mid), bounce.toString());
      assertEquals(0, messages(alice, "outbox").size());
    } finally {
      restartB(port);
    }
  }

  @Test
  void waitsWhileItsDomainIsPaused() {
    meet();
    operator.ok("domain", "pause", "b.test");
    try {
      alice.ok("send", bobAddress, "-s", "later", "-t", "x");
      JsonNode paused = domain();
      assertEquals("paused", paused.get("activity").asText());
      assertEquals(1, paused.get("waiting").asInt());
      assertEquals(b.serverKey().base64(), paused.at("/pinned/key").asText());
      assertTrue(operator.ok("queue", "summary").out().contains("b.test"));
    } finally {
      operator.ok("domain", "resume", "b.test");
    }
    awaitMail(bob, 2);
  }
}
