package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.console.Terminal.Tty;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** {@code cmtp demo} and {@code cmtp dns}: real nodes and a real name server on loopback. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void demoShowsMailAcrossDomainsAnOutageTheReceiptAndTheWay() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code = Cmtp.run(List.of("demo"), terminal(said));
    String text = said.toString(StandardCharsets.UTF_8);
    assertEquals(0, code, text);
    for (String shown :
        List.of(
            "bob@green.test: accepted by your server for green.test",
            "PROVEN: signed with the sender's key",
            "taken from its sender by red.test",
            "Connection refused",
            "receipt GENUINE",
            "The nodes are stopped, their data is removed.")) {
      assertTrue(text.contains(shown), () -> shown + " is not in\n" + text);
    }
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertEquals(
          List.of(), left.filter(f -> f.getFileName().toString().startsWith("cmtp-demo")).toList());
    }
  }

  @Test
  void dnsAnswersFromItsZone() throws Exception {
    Path zone = folder.resolve("zone");
    Files.writeString(zone, "; a comment\n\n_cmtp._tcp.a.test. 60 IN SRV 0 0 2424 node.a.test.\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Cmtp.class.getName(),
                "dns",
                "--json",
                "--zone",
                zone.toString(),
                "node.a.test. 60 IN A 127.0.0.1")
            .redirectError(folder.resolve("log").toFile())
            .start();
    try {
      int port =
          new ObjectMapper()
              .readerFor(JsonNode.class)
              .<JsonNode>readValue(process.getInputStream())
              .get("port")
              .asInt();
      SRVRecord srv = (SRVRecord) ask(port, "_cmtp._tcp.a.test.", Type.SRV)[0];
      assertEquals(2424, srv.getPort());
      assertEquals(1, ask(port, srv.getTarget().toString(), Type.A).length);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void dnsSaysWhichRecordItCantRead() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    assertEquals(2, Cmtp.run(List.of("dns", "a.test. nonsense"), terminal(said)));
    assertTrue(said.toString(StandardCharsets.UTF_8).startsWith("cmtp: "), said::toString);
  }

  private static Record[] ask(int port, String name, int type)
      throws IOException, UnknownHostException {
    SimpleResolver resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
    resolver.setPort(port);
    Lookup lookup = new Lookup(name, type);
    lookup.setResolver(resolver);
    lookup.setCache(null);
    return lookup.run();
  }

  private Terminal terminal(ByteArrayOutputStream said) {
    PrintStream screen = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Terminal(
        InputStream.nullInputStream(),
        screen,
        screen,
        folder,
        Map.of(),
        Clock.systemUTC(),
        SecureRandomBytes.system(),
        Tty.NONE,
        question -> Optional.empty());
  }
}
