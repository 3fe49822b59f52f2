package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.NodeServer;
import cmtp.node.NodeSettings;
import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command against a real node. */
class RunCommandTest {
  @TempDir private static Path data;
  private static NodeServer node;

  /** What a run of the command has shown. */
  private record Outcome(int exitCode, String out, String err) {
    JsonNode json() throws Exception {
      return new ObjectMapper().readTree(out);
    }
  }

  @BeforeAll
  static void start() {
    node =
        NodeServer.start(
            NodeSettings.load(
                Optional.empty(),
                Map.of(
                    "cmtp.data-directory", "\"" + data + "\"",
                    "cmtp.listen.port", "0",
                    "cmtp.monitoring.port", "off",
                    "cmtp.limits.quota-bytes", "1 MiB",
                    "cmtp.limits.connections-per-address", "40",
                    "cmtp.log.level", "warn")));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void countsEveryAcceptedMessageAndFindsItStored() throws Exception {
    Outcome run = load("--count", "300", "--connections", "8", "--threads", "2", "--pipeline", "2");
    JsonNode json = run.json();
    assertEquals(0, run.exitCode(), run.toString());
    assertEquals(300, json.path("accepted").asInt());
    assertEquals(300, json.path("total").path("sent").asInt());
    assertEquals(300, json.path("total").path("stored").asInt());
    assertEquals(0, json.path("total").path("reasons").size());
    assertEquals("bare", json.path("plan").path("language").asText());
    assertTrue(json.path("latencyMillis").path("max").asDouble() > 0);
    assertTrue(
        json.path("latencyMillis").path("p50").asDouble()
            <= json.path("latencyMillis").path("p99").asDouble());
  }

  @Test
  void checksReceiptsInClearAndInsideASecureChannel() throws Exception {
    for (String language : List.of("--x1", "--secure")) {
      Outcome run = load(language, "--count", "60", "--connections", "3", "--verify-every", "1");
      assertEquals(0, run.exitCode(), run.toString());
      assertEquals(60, run.json().path("total").path("stored").asInt());
    }
  }

  @Test
  void sendsMessagesLargerThanASocketTakesAtOnce() throws Exception {
    for (String language : List.of("--x1", "--secure")) {
      Outcome run =
          load(
              language,
              "--count",
              "4",
              "--connections",
              "2",
              "--mailboxes",
              "4",
              "--size",
              "768KiB",
              "--remove");
      assertEquals(0, run.exitCode(), run.toString());
      assertEquals(4, run.json().path("accepted").asInt());
    }
  }

  @Test
  void reportsWhatTheNodeRefusesAndExitsWithOne() throws Exception {
    Outcome run = load("--x1", "--count", "12", "--connections", "2", "--size", "2MiB");
    assertEquals(1, run.exitCode(), run.toString());
    assertEquals(12, run.json().path("total").path("refused").asInt(), run.toString());
    assertEquals(0, run.json().path("total").path("stored").asInt());
    assertEquals(
        "FAILURE the mailbox is over its quota",
        run.json().path("total").path("reasons").fieldNames().next());
  }

  @Test
  void stopsAfterTooManyFailures() throws Exception {
    Outcome run =
        load("--seconds", "600", "--size", "2MiB", "--failures-max", "5", "--connections", "4");
    assertEquals(1, run.exitCode(), run.toString());
    assertTrue(run.json().path("total").path("refused").asInt() >= 5);
  }

  @Test
  void tellsWhichConnectionsTheNodeDidNotTake() throws Exception {
    Outcome run = load("--count", "50", "--connections", "45");
    assertEquals(1, run.exitCode(), run.toString());
    assertEquals(5, run.json().path("total").path("unreachable").asInt(), run.toString());
    assertEquals(50, run.json().path("total").path("accepted").asInt());
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    assertEquals(2, load("--connections", "0").exitCode());
    Outcome small = load("--size", "100");
    assertEquals(2, small.exitCode());
    assertTrue(small.err().contains("at least"), small.err());
  }

  @Test
  void printsTheSameForPeople() {
    Outcome run =
        run(
            List.of(
                "load",
                "run",
                "--data",
                data.toString(),
                "--mailboxes",
                "2",
                "--warm-up",
                "0",
                "--count",
                "10",
                "--connections",
                "1"));
    assertEquals(0, run.exitCode(), run.toString());
    assertTrue(run.out().contains("10 sent, 10 accepted, 0 refused, 0 unanswered; 10 stored"));
  }

  @Test
  void isListedAmongTheCommands() {
    assertTrue(run(List.of("--help")).out().contains("  load "));
    assertTrue(run(List.of("load", "run", "--help")).out().contains("--pipeline"));
  }

  private static Outcome load(String... options) {
    List<String> words =
        new ArrayList<>(List.of("load", "run", "--data", data.toString(), "--json"));
    words.addAll(List.of("--warm-up", "0"));
    if (!List.of(options).contains("--mailboxes")) {
      words.addAll(List.of("--mailboxes", "5"));
    }
    words.addAll(List.of(options));
    return run(words);
  }

  private static Outcome run(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Cmtp.run(
            words,
            new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                data,
                Map.of(),
                Clock.systemUTC(),
                SecureRandomBytes.system(),
                Terminal.Tty.NONE,
                question -> Optional.empty()));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
