package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
