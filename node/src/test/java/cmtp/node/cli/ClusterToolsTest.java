package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Peer;
import cmtp.node.TestNode;
import cmtp.node.cli.console.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterToolsTest {
  @TempDir Path folder;

  @Test
  void showsTheClusterOfOne() throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      node.openWithoutPassword("alice");
      Shell shell = new Shell(node, folder);
      JsonNode status = shell.ok("cluster", "status", "--json").json();
      assertEquals("Up", status.get("status").asText());
      assertTrue(status.get("ready").asBoolean());
      assertEquals(status.get("self"), status.get("members").get(0).get("address"));
      assertEquals(status.get("self"), status.get("leader"));
      assertTrue(status.at("/sharding/Mailbox/entities").asInt() >= 1, status.toString());
      assertFalse(status.has("rows"));
      String text = shell.ok("cluster", "status").out();
      assertTrue(text.contains("leader"), text);
    }
  }

  @Test
  void drainsAndStaysAMemberThatIsNotReady() throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"));
        Peer idle = Peer.of(node)) {
      Shell shell = new Shell(node, folder);
      assertTrue(shell.ok("cluster", "drain", "--json").json().get("draining").asBoolean());
      idle.expectEnd();
      assertThrows(UncheckedIOException.class, () -> Peer.of(node));
      Shell.Result shown = shell.run("cluster", "status", "--json");
      assertEquals(ExitCode.REFUSED, shown.code());
      JsonNode status = shown.json();
      assertEquals("Up", status.get("status").asText());
      assertTrue(status.get("reasons").toString().contains("draining"), status.toString());
    }
  }

  @Test
  void leavesAndEndsInGoodOrder() throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      new Shell(node, folder).ok("cluster", "leave");
      node.server().awaitTermination();
      assertTrue(node.server().lost().isEmpty());
    }
  }
}
