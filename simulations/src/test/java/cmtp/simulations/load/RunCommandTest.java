package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.NodeServer;
import cmtp.node.NodeSettings;
import cmtp.node.cli.Cmtp;
import cmtp.simulations.TestTerminal;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.target.AccountsFile;
import cmtp.simulations.load.target.Mailboxes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                    "cmtp.limits.logins-per-hour", "100000",
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
    assertTrue(run.json().path("total").path("refused").asInt() >= 5, run.toString());
  }

  @Test
  void tellsWhichConnectionsTheNodeDidNotTake() throws Exception {
    Outcome run = load("--count", "50", "--connections", "45");
    assertEquals(1, run.exitCode(), run.toString());
    assertEquals(5, run.json().path("total").path("unreachable").asInt(), run.toString());
    assertEquals(50, run.json().path("total").path("accepted").asInt());
  }

  @Test
  void asksEveryCommandOfAMixWhenItIsDueAndHearsOfMail() throws Exception {
    Outcome run =
        load(
            "--mix=mail=4,keyrequest=1,getrec=1,login=1,list=1,fetch=1",
            "--sizes=1KiB=9,20KiB=1",
            "--rate=60",
            "--seconds=3",
            "--watch=2",
            "--connections=6",
            "--from-addresses=127.0.0.2-127.0.0.4",
            "--verify-every=1");
    JsonNode json = run.json();
    assertEquals(0, run.exitCode(), run.toString());
    for (Operation operation : Operation.values()) {
      JsonNode row = json.path("commands").path(operation.text());
      assertTrue(row.path("answered").asInt() > 3, operation + " " + run);
      assertTrue(row.path("latencyMillis").path("p99").asDouble() > 0, operation + " " + run);
    }
    assertEquals(180, json.path("openLoop").path("due").asInt(), 70);
    assertEquals(0, json.path("openLoop").path("unsent").asInt());
    assertEquals("session", json.path("plan").path("language").asText());
    assertEquals(
        json.path("total").path("accepted").asInt(), json.path("total").path("stored").asInt());
    assertTrue(json.path("watched").asInt() > 10, run.toString());
    assertTrue(json.path("watchDelayMillis").path("max").asDouble() < 2000, run.toString());
  }

  @Test
  void putsANodeUnderLoadThatItKnowsByAddressAndAccountsOnly() {
    String accounts = data.resolve("accounts.json").toString();
    Outcome made = run(List.of("load", "accounts", "--data", data.toString(), accounts));
    assertEquals(0, made.exitCode(), made.toString());
    List<String> words =
        List.of(
            "load",
            "run",
            "--nodes=127.0.0.1:" + node.port() + ",localhost:" + node.port(),
            "--accounts=" + accounts,
            "--mailboxes=3",
            "--warm-up=0",
            "--mix=mail=1,list=1",
            "--count=40",
            "--connections=4");
    Outcome run = run(words);
    assertEquals(0, run.exitCode(), run.toString());
    assertTrue(run.out().contains("40 sent"), run.toString());
    assertTrue(run.out().contains("0 missing"), run.toString());
  }

  @Test
  void findsTheHighestRateThatItWasAllowedToTry() throws Exception {
    Outcome run =
        load(
            "--rate=20",
            "--find-knee",
            "--connections=5",
            "--rate-max=40",
            "--rate-factor=2",
            "--seconds=1",
            "--settle=0",
            "--p99-max=20000",
            "--achieved-min=0.2",
            "--even");
    assertEquals(0, run.exitCode(), run.toString());
    assertEquals(40, run.json().path("holds").path("rate").asInt());
    assertEquals(2, run.json().path("steps").size());
    assertTrue(run.json().path("doesNotHold").isMissingNode());
  }

  @Test
  void comparesTwoRunsOfTheSameSettingsOnly() throws Exception {
    report("before", "--count=30", "--connections=2");
    report("after", "--count=30", "--connections=2");
    report("other", "--count=30", "--connections=3");
    assertTrue(Files.readString(data.resolve("before.html")).contains("Nothing failed"));
    Outcome same = compare("before.json", "after.json");
    assertEquals(0, same.exitCode(), same.toString());
    assertTrue(same.out().contains("too short to tell"), same.toString());
    Outcome refused = compare("before.json", "other.json");
    assertEquals(2, refused.exitCode(), refused.toString());
    assertTrue(refused.err().contains("connections (2 / 3)"), refused.toString());
    Outcome forced = compare("before.json", "other.json", "--different");
    assertEquals(0, forced.exitCode(), forced.toString());
    assertTrue(forced.out().contains("warning: different settings"), forced.toString());
    report("ramp", "--rate=20", "--ramp-from=10", "--seconds=1", "--connections=2");
    Outcome ramp = compare("before.json", "ramp.json", "--different");
    assertEquals(2, ramp.exitCode(), ramp.toString());
    assertEquals(3, compare("before.json", "none.json").exitCode());
    assertEquals(2, compare("before.json", "admin.json").exitCode());
  }

  private static void report(String name, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--report=" + data.resolve(name));
    Outcome run = load(words.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.toString());
  }

  private static Outcome compare(String... words) {
    List<String> all = new ArrayList<>(List.of("load", "compare"));
    all.addAll(List.of(words));
    return run(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--connections=0 | --connections is from 1 to 10000",
        "--rate=0 | a rate is above 0",
        "--rate=10 --count=5 | --rate goes with --seconds",
        "--even | need a --rate",
        "--find-knee | --find-knee starts from a --rate",
        "--mix=mail=1,smtp=1 | 'smtp' is no command",
        "--mix=mail=0 | weights",
        "--sizes=1KB | is no size",
        "--from-addresses=here | is no address",
        "--watch=6 | --watch is from 0 to 5",
        "--nodes=127.0.0.1:1 | go together",
        "--accounts=a.json --nodes=here:1 | --nodes goes without --data",
        "--database-pid=x | --database-pid"
      })
  void saysWhatIsWrongWithTheCommandLine(String options, String said) {
    Outcome run = load(options.split(" "));
    assertEquals(2, run.exitCode(), run.toString());
    assertTrue(run.err().contains(said), run.toString());
  }

  @Test
  void saysThatThereIsNoSuchNodeOrFile() throws Exception {
    Outcome noNode = run(List.of("load", "run", "--nodes=nowhere", "--accounts=a.json"));
    assertEquals(2, noNode.exitCode(), noNode.toString());
    Path elsewhere = Files.createDirectories(data.resolve("elsewhere"));
    Outcome none = run(List.of("load", "run", "--data=" + elsewhere));
    assertEquals(5, none.exitCode(), none.toString());
    Path file = Files.writeString(data.resolve("broken.json"), "{\"serverKey\": \"x\"}");
    Outcome broken = run(List.of("load", "run", "--nodes=127.0.0.1:1", "--accounts=" + file));
    assertEquals(2, broken.exitCode(), broken.toString());
    assertTrue(broken.err().contains("no valid serverKey"), broken.toString());
    Outcome missing = run(List.of("load", "run", "--nodes=127.0.0.1:1", "--accounts=nothing.json"));
    assertEquals(3, missing.exitCode(), missing.toString());
    new AccountsFile(Mailboxes.key(9).publicKey(), Mailboxes.of(1)).write(file);
    List<String> one = List.of("load", "run", "--mailboxes=1", "--accounts=" + file);
    Outcome unreachable = run(and(one, "--nodes=127.0.0.1:1"));
    assertEquals(5, unreachable.exitCode(), unreachable.toString());
    Outcome stranger = run(and(one, "--nodes=127.0.0.1:" + node.port()));
    assertEquals(6, stranger.exitCode(), stranger.toString());
  }

  private static List<String> and(List<String> words, String more) {
    List<String> all = new ArrayList<>(words);
    all.add(more);
    return all;
  }

  @Test
  void saysThatAMessageIsTooSmall() {
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
    int exitCode = Cmtp.run(words, TestTerminal.of(data, out, err));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
