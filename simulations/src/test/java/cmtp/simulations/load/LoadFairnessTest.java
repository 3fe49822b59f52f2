package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.NodeServer;
import cmtp.node.NodeSettings;
import cmtp.node.cli.Cmtp;
import cmtp.simulations.TestTerminal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command against three real nodes. */
class LoadFairnessTest {
  @TempDir private Path folder;

  @Test
  void findsEveryGoodMessageWhileBadDomainsWait() throws Exception {
    int dnsPort = freePort();
    Map<String, String> sender = Map.of("cmtp.dns.servers", "[\"127.0.0.1:" + dnsPort + "\"]");
    try (NodeServer one = node("a1", sender);
        NodeServer other = node("a2", sender);
        NodeServer to =
            node("b", Map.of("cmtp.domains", "[\"good1.test\", \"good2.test\", \"slow.test\"]"))) {
      JsonNode json = fairness(List.of(one, other), to, dnsPort);
      assertEquals(2, json.path("parts").size(), json.toString());
      for (JsonNode part : json.path("parts")) {
        assertEquals(20, part.path("without").path("messages").asInt(), json.toString());
        assertEquals(20, part.path("with").path("messages").asInt(), json.toString());
        assertEquals(0, part.path("without").path("badWaiting").asInt(), json.toString());
        assertTrue(part.path("with").path("badWaiting").asInt() >= 10, json.toString());
      }
      assertTrue(json.path("p99Ratio").asDouble() > 0, json.toString());
    }
  }

  private JsonNode fairness(List<NodeServer> from, NodeServer to, int dnsPort) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> words =
        List.of(
            "load",
            "fairness",
            "--json",
            "--from",
            from.get(0).dataDirectory().toString(),
            "--from",
            from.get(1).dataDirectory().toString(),
            "--to",
            to.dataDirectory().toString(),
            "--dns",
            Integer.toString(dnsPort),
            "--rate",
            "20",
            "--seconds",
            "1",
            "--warm-up",
            "0",
            "--lead",
            "0",
            "--rounds",
            "1",
            "--backlog",
            "5",
            "--slow-by",
            "50");
    int exitCode = Cmtp.run(words, TestTerminal.of(folder, out, err));
    assertEquals(0, exitCode, out.toString(StandardCharsets.UTF_8) + err);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private NodeServer node(String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("cmtp.data-directory", "\"" + folder.resolve(name) + "\"");
    all.put("cmtp.listen.port", "0");
    all.put("cmtp.monitoring.port", "off");
    all.put("cmtp.listen.interface", "\"127.0.0.1\"");
    all.put("cmtp.dns.private-targets", "true");
    all.put("cmtp.log.level", "\"warn\"");
    return NodeServer.start(NodeSettings.load(Optional.empty(), all));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
