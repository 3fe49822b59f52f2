package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cmtp.node.cli.operator.AdminClient;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database are one node, whichever of them is spoken to. */
class TwoProcessesTest {
  @TempDir static Path folder;
  private static TestNode one;
  private static TestNode other;

  @BeforeAll
  static void start() throws Exception {
    PostgresSettings database = TestPostgres.shared().freshDatabase();
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of this cluster\n");
    one = start(folder.resolve("one"), database, secret);
    other = start(folder.resolve("other"), database, secret);
  }

  private static TestNode start(Path data, PostgresSettings database, Path secret) {
    return TestNode.start(
        data,
        "cmtp.store.url=\"" + database.url() + "\"",
        "cmtp.store.user=\"" + database.user() + "\"",
        "cmtp.cluster.port=0",
        "cmtp.cluster.secret-file=\"" + secret + "\"");
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
  }

  @Test
  void mailGivenToOneIsReadFromTheOther() throws Exception {
    TestNode.User alice = one.openWithoutPassword("alice");
    TestNode.User bob = other.openWithoutPassword("bob");
    Message message = TestMail.sealed(alice, bob, "hello");
    try (CmtpClient client = one.connect()) {
      assertEquals(MailOutcome.Unproven.INSTANCE, client.mail(message, sent -> {}));
    }
    for (TestNode node : List.of(one, other)) {
      try (CmtpClient session = node.session(bob)) {
        Payload.Page page =
            session.call(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode);
        assertEquals(message.mid(), page.rows().get(0).mid());
      }
    }
  }

  @Test
  void aMessageGivenToBothIsThereOnce() throws Exception {
    TestNode.User carol = one.openWithoutPassword("carol");
    TestNode.User dave = one.openWithoutPassword("dave");
    Message message = TestMail.sealed(carol, dave, "once");
    for (TestNode node : List.of(one, other)) {
      try (CmtpClient session = node.session(carol)) {
        MailOutcome outcome = session.mail(message, sent -> {});
        assertEquals(message.mid(), assertInstanceOf(MailOutcome.Receipt.class, outcome).mid());
      }
    }
    try (CmtpClient session = other.session(dave)) {
      Payload.Page page =
          session.call(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode);
      assertEquals(1, page.rows().size());
    }
  }

  @Test
  void aNewServerKeyIsThatOfBoth() throws Exception {
    String before = one.server().fingerprint();
    assertEquals(before, other.server().fingerprint());
    AdminClient.of(other.server().dataDirectory()).post("/v1/server-key/rotate", Map.of());
    String now = other.server().fingerprint();
    assertNotEquals(before, now);
    Looking.await("the new key", () -> one.server().fingerprint().equals(now));
  }
}
