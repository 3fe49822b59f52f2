package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeServerTest {
  @Test
  void takesKeepsAndHandsBackMailAlsoAfterARestart(@TempDir Path data) throws Exception {
    TestNode.User alice;
    TestNode.User bob;
    Message message;
    try (TestNode node = TestNode.start(data)) {
      alice = node.open("alice");
      bob = node.open("bob");
      message = TestMail.sealed(alice, bob, "hello", Bytes.utf8("an attachment"));
      try (CmtpClient client = node.connect()) {
        assertEquals("OHAI CMTP/1 example.org X1", client.ask(Command.Simple.OHAI));
        assertEquals(MailOutcome.Unproven.INSTANCE, client.mail(message, sent -> {}));
      }
    }
    try (TestNode node = TestNode.start(data);
        CmtpClient client = node.session(bob)) {
      Payload.Page page =
          client.call(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode);
      assertEquals(1, page.rows().size());
      assertEquals(message.mid(), page.rows().get(0).mid());
      long uid = page.rows().get(0).uid();
      Payload.Slice slice =
          client.call(
              new X1Command.Fetch("inbox", uid, Part.Section.ALL, 0, 1 << 20),
              Payload.Slice::decode);
      assertEquals(message.encode(), slice.bytes());
      MailOutcome again = client.mail(message, sent -> {});
      assertEquals(message.mid(), assertInstanceOf(MailOutcome.Receipt.class, again).mid());
      assertEquals(
          1,
          client
              .call(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode)
              .rows()
              .size());
      assertTrue(client.keyRequest("postmaster", "example.org").isPresent());
    }
  }
}
