package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.message.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  @TempDir Path folder;

  private Process serve(String... more) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            Cmtp.class.getName(),
            "serve",
            "--json",
            "--port",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--set",
            "cmtp.monitoring.port=0");
    builder.command().addAll(List.of(more));
    return builder.redirectError(folder.resolve("log").toFile()).start();
  }

  @Test
  void saysWhereItServesAndStopsCleanlyOnSigterm() throws Exception {
    Process process = serve("--set", "cmtp.cmtpd.enabled=true", "--set", "cmtp.cmtpd.port=0");
    try {
      JsonNode said =
          new ObjectMapper().readerFor(JsonNode.class).readValue(process.getInputStream());
      assertEquals("localhost", said.get("domains").get(0).asText());
      try (Socket socket = new Socket("127.0.0.1", said.get("port").asInt())) {
        byte[] greeting = socket.getInputStream().readNBytes(13);
        assertEquals("220 localhost", new String(greeting, StandardCharsets.US_ASCII));
      }
      String cmtpd = said.get("cmtpd").asText();
      assertTrue(cmtpd.startsWith("127.0.0.1:"), cmtpd);
      int port = Integer.parseInt(cmtpd.substring("127.0.0.1:".length()));
      try (Socket socket = new Socket("127.0.0.1", port)) {
        byte[] greeting = socket.getInputStream().readNBytes(13);
        assertEquals("220 localhost", new String(greeting, StandardCharsets.US_ASCII));
      }
    } finally {
      process.destroy();
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(
        ExitCode.OK.number(), process.exitValue(), Files.readString(folder.resolve("log")));
  }

  @Test
  void tellsItsHealthAndLogsJsonWithoutAddresses() throws Exception {
    Process process =
        serve(
            "--set",
            "cmtp.log.format=json",
            "--set",
            "cmtp.log.addresses=false",
            "--set",
            "cmtp.dns.servers=[\"127.0.0.1:1\"]");
    ObjectMapper json = new ObjectMapper();
    try {
      JsonNode said = json.readerFor(JsonNode.class).readValue(process.getInputStream());
      URI ready = URI.create("http://" + said.get("monitoring").asText() + "/health/ready");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals("ready\n", answer.body());
      InetSocketAddress node = new InetSocketAddress("127.0.0.1", said.get("port").asInt());
      try (CmtpClient client =
          CmtpClient.connect(node, TestNode.TIMEOUT, SecureRandomBytes.system())) {
        Message letter = TestMail.opaqueTo("bob", "elsewhere.test", 1000);
        client.fetchServerKey();
        client.mail(letter, bytes -> {});
      }
    } finally {
      process.destroy();
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String log = Files.readString(folder.resolve("log"));
    List<JsonNode> mail = new ArrayList<>();
    for (String line : log.lines().filter(line -> line.startsWith("{")).toList()) {
      JsonNode read = json.readTree(line);
      if (read.path("message").asText().equals("queued")) {
        mail.add(read);
      }
    }
    assertEquals(1, mail.size(), log);
    assertEquals("***@elsewhere.test", mail.get(0).get("to").asText());
    assertEquals("127.0.0.1", mail.get(0).get("peer").asText());
    assertFalse(log.contains("bob@"), log);
  }

  @Test
  void doesNotShareThePortOfMonitoring() throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      int port = node.server().monitoring().orElseThrow().getPort();
      Result taken =
          new Shell(node, folder)
              .fails(
                  ExitCode.REFUSED,
                  "serve",
                  "--data",
                  "other",
                  "--port",
                  "0",
                  "--set",
                  "cmtp.monitoring.port=" + port);
      assertTrue(taken.err().contains("cmtp.monitoring.port"), taken.err());
      new Shell(node, folder).fails(ExitCode.USAGE, "serve", "--set", "cmtp.monitoring.port=maybe");
      new Shell(node, folder).fails(ExitCode.USAGE, "serve", "--set", "cmtp.log.format=xml");
    }
  }

  @Test
  void saysWhatIsInItsWay() throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      Shell shell = new Shell(node, folder);
      Result locked =
          shell.fails(
              ExitCode.REFUSED,
              "serve",
              "--set",
              "cmtp.monitoring.port=0",
              "--data",
              "data",
              "--port",
              "0");
      assertTrue(locked.err().contains("in use"), locked.err());
      Result taken =
          shell.fails(
              ExitCode.REFUSED,
              "serve",
              "--set",
              "cmtp.monitoring.port=off",
              "--data",
              "other",
              "--port",
              Integer.toString(node.server().port()));
      assertTrue(taken.err().contains("--port"), taken.err());
      Result wrong = shell.fails(ExitCode.USAGE, "serve", "--set", "cmtp.limits.ilde=1s");
      assertTrue(wrong.err().contains("cmtp.limits.ilde"), wrong.err());
      shell.fails(ExitCode.USAGE, "serve", "--port", "65536", "--data", "other");
      shell.fails(ExitCode.USAGE, "serve", "--domain", "not a domain", "--data", "other");
    }
  }

  @Test
  void showsWhereEachSettingComesFrom() throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      Shell shell = new Shell(node, folder);
      Files.writeString(folder.resolve("node.conf"), "cmtp.limits.idle = 1 minute\n");
      JsonNode settings =
          shell
              .ok("config", "--config", "node.conf", "--port", "25", "--json")
              .json()
              .get("settings");
      for (JsonNode setting : settings) {
        assertTrue(setting.get("meaning").asText().length() > 10, setting.toString());
        String expected =
            switch (setting.get("name").asText()) {
              case "cmtp.limits.idle" -> "node.conf:1";
              case "cmtp.listen.port" -> "command line";
              default -> "default";
            };
        assertTrue(setting.get("origin").asText().endsWith(expected), setting.toString());
      }
    }
  }
}
