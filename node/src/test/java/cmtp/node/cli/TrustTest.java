package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode.User;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.mail.LetterSealer;
import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a command believes of strangers, through a real node. */
class TrustTest extends MailFixture {
  @Test
  void isNotSentToAChangedKeyUntilTheUserAgrees() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    alice.ok("send", address("bob"), "-s", "first", "-t", "x");
    assertEquals(
        ExitCode.OK,
        alice.runWith("a new password\n", "account", "reset", address("bob"), "--yes").code());

    Result sent = alice.fails(ExitCode.KEY_CHANGED, "send", address("bob"), "-t", "secret");
    assertTrue(sent.err().contains("cmtp key trust " + address("bob")), sent.err());
    alice.fails(ExitCode.USAGE, "key", "trust", address("bob"));
    Result trusted = alice.ok("key", "trust", address("bob"), "--yes");
    assertEquals(2, trusted.err().lines().filter(l -> l.matches(" +(pinned|now).*")).count());
    alice.ok("send", address("bob"), "-s", "second", "-t", "x");

    bob.runWith("a new password\n", "login", address("bob"));
    JsonNode messages = bob.ok("inbox", "--json").json().get("messages");
    assertEquals("(sealed to another key)", messages.get(0).get("subject").asText());
    assertEquals("second", messages.get(1).get("subject").asText());
  }

  @Test
  void cannotTouchTheTerminalOfItsReader() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    String hostile = "\u001b]0;owned\u0007\u009b2J\u202e";
    alice.ok("send", address("bob"), "-s", "s" + hostile, "-t", "t" + hostile);
    for (String[] command : new String[][] {{"inbox"}, {"read", "1"}, {"read", "1", "--json"}}) {
      Result shown = bob.ok(command);
      assertTrue(
          shown
              .out()
              .codePoints()
              .allMatch(c -> c == '\n' || c >= 0x20 && c != 0x9b && c != 0x202e),
          shown.out());
    }
  }

  @Test
  void isForgedIfSomebodyElseSignedIt() throws IOException {
    User mallory = user("mallory");
    User bob = user("bob");
    User alice = user("alice");
    Shell shell = shell("bob");
    try (CmtpClient client = node.connect()) {
      client.mail(TestMail.sealed(alice, bob, "unsigned", Bytes.EMPTY), bytes -> {});
      client.mail(forged(alice, mallory, bob), bytes -> {});
    }
    assertEquals("UNPROVEN", read(shell, 1).get("proof").asText());
    assertEquals("FORGED", read(shell, 2).get("proof").asText());
    assertTrue(shell.ok("read", "2").out().contains("FORGED"));
  }

  @Test
  void isNotListedUnderAnotherSenderByItsCarbonCopies() throws IOException {
    User mallory = user("mallory");
    User bob = user("bob");
    Shell shell = shell("bob");
    MailText text = new MailText(1, "s", "", List.of("to:friend@example.org"), "t");
    Bytes body = SealedBox.seal(text.encode(), bob.key().publicKey());
    MessageHeader header =
        MessageHeader.sealed(bob.address(), mallory.address(), 0, 0, body.length());
    try (CmtpClient client = node.connect()) {
      client.mail(new Message(header, MessageLog.EMPTY, body, List.of()), bytes -> {});
    }
    String line = shell.ok("inbox").out();
    assertTrue(line.contains("mallory") && !line.contains("friend"), line);
    assertTrue(shell.ok("read", "1").out().contains("From:     mallory"));
  }

  private static Message forged(User claimed, User signer, User reader) {
    Letter letter =
        new Letter(
            1,
            claimed.address(),
            List.of(reader.address()),
            List.of(),
            List.of(),
            "",
            "trust me",
            "really",
            List.of());
    return new LetterSealer(signer.key())
        .seal(letter, reader.address(), reader.key().publicKey(), 1);
  }
}
