package cmtp.simulations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed distribution, unpacked where no clone is near: real processes, no Maven. */
class DistributionIT {
  private static final Path TARGET = Path.of("..", "node", "target");
  private static final long SECONDS_MAX = 120;
  private static final String PASSWORD = "a long password\n";

  @TempDir Path folder;
  private Path unpacked;
  private Process node;

  @BeforeEach
  void unpack() throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(TARGET)) {
      archive = files.filter(f -> f.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toRealPath().toString())
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertTrue(tar.waitFor(SECONDS_MAX, TimeUnit.SECONDS));
    assertEquals(0, tar.exitValue());
    String name = archive.getFileName().toString().replace(".tar.gz", "");
    unpacked = folder.resolve(name);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (node != null) {
      node.destroy();
      assertTrue(node.waitFor(SECONDS_MAX, TimeUnit.SECONDS));
    }
  }

  private ProcessBuilder command(String... words) {
    List<String> line = new ArrayList<>(List.of(unpacked.resolve("bin/cmtp").toString()));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().put("CMTP_HOME", folder.resolve("home").toString());
    builder.environment().put("CMTP_DATA", folder.resolve("data").toString());
    // No build can help: neither Maven nor a clone is in reach.
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectError(folder.resolve("log").toFile());
  }

  private String run(String... words) throws Exception {
    Process process = command(words).start();
    process.getOutputStream().write(PASSWORD.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> String.join(" ", words) + ": " + out + log());
    return out;
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException none) {
      return "";
    }
  }

  @Test
  void servesMailFromWhereItIsUnpacked() throws Exception {
    assertTrue(run("--version").startsWith("cmtp"), "version");
    assertTrue(run("load", "--help").contains("compare"), "the simulations' commands");
    node =
        command("serve", "--json", "--port", "0", "--set", "cmtp.monitoring.port=0")
            .redirectError(folder.resolve("node.log").toFile())
            .start();
    JsonNode said = new ObjectMapper().readerFor(JsonNode.class).readValue(node.getInputStream());
    run("account", "add", "alice");
    run("login", "alice@localhost", "--server", "127.0.0.1:" + said.get("port").asInt());
    run("send", "alice", "--subject", "hello", "--text", "hello");
    assertTrue(run("inbox").contains("hello"));
  }

  @Test
  void holdsWhatAnOperatorNeeds() throws Exception {
    for (String file :
        List.of(
            "LICENSE",
            "README.md",
            "OPERATING.md",
            "conf/node.conf",
            "systemd/cmtp.service",
            "docker/Dockerfile",
            "docker/compose.yml",
            "monitoring/cmtp-dashboard.json",
            "monitoring/cmtp-alerts.yml")) {
      assertTrue(Files.isRegularFile(unpacked.resolve(file)), file);
    }
    try (Stream<Path> programs = Files.list(unpacked.resolve("bin"))) {
      assertTrue(programs.allMatch(Files::isExecutable));
    }
    String settings = run("config", "--config", unpacked.resolve("conf/node.conf").toString());
    assertTrue(settings.contains("/var/lib/cmtp"), settings);
  }
}
