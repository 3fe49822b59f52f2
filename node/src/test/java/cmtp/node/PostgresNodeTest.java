package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose store is a PostgreSQL server. */
class PostgresNodeTest {
  private static TestNode start(Path data, PostgresSettings database) {
    return TestNode.start(
        data,
        "cmtp.store.url=\"" + database.url() + "\"",
        "cmtp.store.user=\"" + database.user() + "\"");
  }

  @Test
  void takesKeepsAndHandsBackMailAlsoAfterARestart(@TempDir Path data) throws Exception {
    PostgresSettings database = TestPostgres.shared().freshDatabase();
    TestNode.User bob;
    Message message;
    try (TestNode node = start(data, database)) {
      TestNode.User alice = node.openWithoutPassword("alice");
      bob = node.openWithoutPassword("bob");
      message = TestMail.sealed(alice, bob, "hello", Bytes.wrap(new byte[700_000]));
      try (CmtpClient client = node.connect()) {
        assertEquals(MailOutcome.Unproven.INSTANCE, client.mail(message, sent -> {}));
      }
    }
    assertFalse(Files.exists(data.resolve("mail.db")));
    try (TestNode node = start(data, database);
        CmtpClient client = node.session(bob)) {
      Payload.Page page =
          client.call(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode);
      assertEquals(1, page.rows().size());
      long uid = page.rows().get(0).uid();
      Payload.Slice slice =
          client.call(
              new X1Command.Fetch("inbox", uid, Part.Section.ALL, 0, 1 << 20),
              Payload.Slice::decode);
      assertEquals(message.encode(), slice.bytes());
      MailOutcome again = client.mail(message, sent -> {});
      assertEquals(message.mid(), assertInstanceOf(MailOutcome.Receipt.class, again).mid());
    }
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNotRepeated() {
    String refused =
        assertThrows(
                SettingsException.class,
                () ->
                    NodeSettings.load(
                        Optional.empty(),
                        Map.of("cmtp.store.url", "\"jdbc:postgresql://host/mail?password=geheim\""),
                        Map.of()))
            .getMessage();
    assertTrue(refused.startsWith("cmtp.store.url: "), refused);
    assertFalse(refused.contains("geheim"), refused);
  }
}
