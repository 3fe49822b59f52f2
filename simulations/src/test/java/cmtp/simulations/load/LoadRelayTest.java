package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.NodeServer;
import cmtp.node.NodeSettings;
import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.Terminal;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.simulations.TestTerminal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command between two real nodes that find each other in DNS. */
class LoadRelayTest {
  @TempDir private Path folder;

  @Test
  void countsWhatArrivesAtTheOtherNode() throws Exception {
    try (AuthoritativeDns dns = AuthoritativeDns.start(0, List.of());
        NodeServer b = node("b.test", dns);
        NodeServer a = node("a.test", dns)) {
      dns.put("_cmtp._tcp.b.test. 60 IN SRV 0 0 " + b.port() + " node.b.test.");
      dns.put("node.b.test. 60 IN A 127.0.0.1");
      JsonNode json =
          relay(
              a, b, "--count", "200", "--warm-up", "20", "--connections", "5", "--mailboxes", "7");
      assertEquals(200, json.path("arrived").asInt(), json::toString);
      assertEquals(200, json.path("accepted").asInt());
      assertEquals(0, json.path("failures").asInt());
      assertTrue(json.path("arrivedPerSecond").asDouble() > 0);
    }
  }

  private NodeServer node(String domain, AuthoritativeDns dns) {
    Map<String, String> settings = new HashMap<>();
    settings.put("cmtp.data-directory", "\"" + folder.resolve(domain) + "\"");
    settings.put("cmtp.domains", "[\"" + domain + "\"]");
    settings.put("cmtp.listen.port", "0");
    settings.put("cmtp.monitoring.port", "off");
    settings.put("cmtp.listen.interface", "127.0.0.1");
    settings.put("cmtp.dns.servers", "[\"127.0.0.1:" + dns.address().getPort() + "\"]");
    settings.put("cmtp.dns.private-targets", "true");
    settings.put("cmtp.log.level", "warn");
    return NodeServer.start(NodeSettings.load(Optional.empty(), settings));
  }

  private JsonNode relay(NodeServer from, NodeServer to, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("load", "relay", "--json"));
    words.addAll(List.of("--from", from.dataDirectory().toString()));
    words.addAll(List.of("--to", to.dataDirectory().toString()));
    words.addAll(List.of(more));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = TestTerminal.of(folder, out, err);
    assertEquals(0, Cmtp.run(words, terminal), () -> out + " " + err);
    return new ObjectMapper().readTree(out.toByteArray());
  }
}
