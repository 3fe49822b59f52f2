package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode.User;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.mail.LetterSealer;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry.Hop;
import cmtp.protocol.message.LogEntry.HopAction;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mail from the server itself, and the way that a message says it came. */
class ServerMailTest extends MailFixture {
  private static SigningKey serverKey() throws IOException {
    String line = Files.readString(data.resolve("server.key")).strip();
    return Bytes.base64(line).flatMap(SigningKey::fromSecret).orElseThrow();
  }

  private static Message letter(String source, SigningKey signer, User reader) {
    Letter letter =
        new Letter(
            1,
            Address.parse(source),
            List.of(reader.address()),
            List.of(),
            List.of(),
            "",
            "not delivered",
            "why",
            List.of());
    return new LetterSealer(signer)
        .seal(letter, reader.address(), reader.key().publicKey(), System.currentTimeMillis());
  }

  private static void deliver(Message message) throws IOException {
    try (CmtpClient client = node.connect()) {
      client.mail(message, bytes -> {});
    }
  }

  private static Message with(Message message, MessageLog log) {
    return new Message(
        message.header().withLogLength(log.bytes().length()),
        log,
        message.body(),
        message.attachments());
  }

  @Test
  void isProvenByTheServersKeyAlone() throws IOException {
    User bob = user("bob");
    Shell shell = shell("bob");
    deliver(letter("@example.org", serverKey(), bob));
    deliver(letter("@example.org", SigningKey.generate(), bob));
    deliver(letter("@b.example", serverKey(), bob));
    assertEquals("PROVEN", read(shell, 1).get("proof").asText());
    assertEquals("FORGED", read(shell, 2).get("proof").asText());
    assertEquals("UNPROVEN", read(shell, 3).get("proof").asText());
    String shown = shell.ok("read", "1").out();
    assertTrue(shown.contains("Mail server @example.org   PROVEN: signed by your server"), shown);
    assertTrue(shell.ok("inbox").out().contains("Mail server @example.org"));
  }

  @Test
  void staysProvenWhenTheServerHasANewKey() throws IOException {
    User bob = user("bob");
    Shell shell = shell("bob");
    deliver(letter("@example.org", serverKey(), bob));
    new Shell(node, folder).ok("key", "rotate-server", "--yes");
    assertEquals("PROVEN", read(shell, 1).get("proof").asText());
    deliver(letter("@example.org", serverKey(), bob));
    assertEquals("PROVEN", read(shell, 2).get("proof").asText());
  }

  @Test
  void isNotAnswered() throws IOException {
    User bob = user("bob");
    Shell shell = shell("bob");
    deliver(letter("@example.org", serverKey(), bob));
    Result reply = shell.fails(ExitCode.REFUSED, "reply", "1", "--text", "why?");
    assertTrue(reply.err().contains("nobody would read an answer"), reply.err());
  }

  @Test
  void saysBelongToTheWayOnlyAsFarAsTheyAreSigned() throws IOException {
    User alice = user("alice");
    User bob = user("bob");
    Shell shell = shell("bob");
    SigningKey other = SigningKey.generate();
    Message message = letter(alice.address().toString(), alice.key(), bob);
    Hop first =
        HopTrail.next(
            message.log(), message.mid(), other, new DomainName("b.example"), HopAction.RECV, 1000);
    MessageLog log = message.log().plus(first.text());
    Hop second =
        HopTrail.next(
            log, message.mid(), serverKey(), new DomainName("example.org"), HopAction.RELAY, 2000);
    log = log.plus(second.text()).plus(second.text().replace("example.org", "c.example"));
    deliver(with(message, log));

    JsonNode way = read(shell, 1).get("way");
    assertEquals(3, way.size());
    assertEquals("SIGNED", way.get(0).get("belief").asText());
    assertEquals(other.publicKey().fingerprint(), way.get(0).get("fingerprint").asText());
    assertEquals("HOME", way.get(1).get("belief").asText());
    assertEquals("FORGED", way.get(2).get("belief").asText());
    String shown = shell.ok("read", "1").out();
    assertTrue(shown.contains("taken from its sender by b.example: signed with the key"), shown);
    assertTrue(shown.contains("passed on by example.org: signed by your server"), shown);
  }
}
