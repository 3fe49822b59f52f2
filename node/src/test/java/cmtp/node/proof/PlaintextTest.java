package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server must not know is nowhere in its files, and addresses are not on the wire. */
class PlaintextTest {
  private static final String SUBJECT = "the subject of nobody else's business";
  private static final String TEXT = "a text that only its reader should ever see";
  private static final String FILE_NAME = "very-private-file-name.pdf";
  private static final String ATTACHED = "attached bytes that are sealed as well";

  @Test
  void noSubjectTextOrAttachmentIsInTheDataDirectory(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (TestNode node = TestNode.start(data)) {
      TestNode.User alice = node.open("alice");
      TestNode.User bob = node.open("bob");
      try (CmtpClient client = node.session(alice)) {
        assertInstanceOf(
            MailOutcome.Receipt.class, client.mail(secretMail(alice, bob), sent -> {}));
      }
      search(data);
    }
    search(data);
  }

  private static void search(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      boolean sourceSeen = false;
      for (Path file : all) {
        byte[] bytes = Files.readAllBytes(file);
        for (String secret : List.of(SUBJECT, TEXT, FILE_NAME, ATTACHED)) {
          assertFalse(contains(bytes, secret), secret + " is in " + file);
        }
        sourceSeen |= contains(bytes, "alice@example.org");
      }
      assertTrue(sourceSeen, "the search finds nothing at all in " + all);
    }
  }

  private static Message secretMail(TestNode.User from, TestNode.User to) {
    Bytes body =
        SealedBox.seal(
            new MailText(1, SUBJECT, "", List.of(), TEXT).encode(), to.key().publicKey());
    Bytes attachment =
        SealedBox.seal(
            new NamedFile(FILE_NAME, Bytes.utf8(ATTACHED)).encode(), to.key().publicKey());
    MessageHeader header = MessageHeader.sealed(to.address(), from.address(), 1, 0, body.length());
    return new Message(header, MessageLog.EMPTY, body, List.of(attachment));
  }

  @Test
  void noAddressIsOnTheWireInsideASecureChannel(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"));
        RecordingProxy proxy = new RecordingProxy(node.address())) {
      TestNode.User alice = node.open("alice-the-writer");
      TestNode.User bob = node.open("bob-the-reader");
      try (CmtpClient client =
          CmtpClient.connect(proxy.address(), TestNode.TIMEOUT, SecureRandomBytes.system())) {
        client.trust(node.serverKey());
        client.secure();
        client.authenticate(alice.address().toString(), "test", alice.key());
        assertTrue(client.keyRequest("bob-the-reader", "example.org").isPresent());
        Message message = TestMail.sealed(alice, bob, "hello");
        assertInstanceOf(MailOutcome.Receipt.class, client.mail(message, sent -> {}));
      }
      assertFalse(contains(proxy.recorded(), "alice-the-writer"));
      assertFalse(contains(proxy.recorded(), "bob-the-reader"));
      assertTrue(contains(proxy.recorded(), "SECURE"), "nothing was recorded");
      inClearTheyWouldBeSeen(proxy, node, bob);
    }
  }

  private static void inClearTheyWouldBeSeen(RecordingProxy proxy, TestNode node, TestNode.User bob)
      throws IOException {
    try (CmtpClient client =
        CmtpClient.connect(proxy.address(), TestNode.TIMEOUT, SecureRandomBytes.system())) {
      client.trust(node.serverKey());
      assertEquals(
          bob.key().publicKey(), client.keyRequest("bob-the-reader", "example.org").orElseThrow());
    }
    assertTrue(contains(proxy.recorded(), "bob-the-reader"));
  }

  private static boolean contains(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }
}
