package cmtp.simulations.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.TestTerminal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int cmtp(String... words) {
    out.reset();
    err.reset();
    Terminal terminal = TestTerminal.of(folder, out, err);
    return Cmtp.run(List.of(words), terminal);
  }

  private JsonNode json() throws IOException {
    return JSON.readTree(out.toByteArray());
  }

  @Test
  void listsWhatIsShipped() throws IOException {
    assertEquals(0, cmtp("sim", "list", "--json"));
    assertEquals("steady", json().path("scenarios").path(0).path("name").asText());
    assertTrue(json().path("scenarios").size() >= 8);
  }

  @Test
  void runsAScenarioFromAFileAndReports() throws IOException {
    Path file = folder.resolve("mine.conf");
    Files.writeString(
        file,
        "name = mine, domains = 3, users = 1, duration = 1 hour, work.mails = 10\n"
            + "faults = [{ kind = crash, node = 1, at = 10 minutes, longest = 1 minute }]\n");
    Path report = folder.resolve("report.json");
    int code =
        cmtp("sim", "run", file.toString(), "--seed", "5", "--json", "--report", "" + report);
    assertEquals(0, code, () -> out + " " + err);
    assertTrue(json().path("clean").asBoolean());
    assertEquals(1, json().path("faults").size());
    JsonNode written = JSON.readTree(report.toFile());
    assertEquals(json(), written.path("result"));
    assertEquals("passed", written.path("verdict").asText());
    assertEquals(5, written.path("run").path("seed").asInt());
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains(": crash of node 1 for "));
    String trace = json().path("trace").asText();
    assertEquals(0, cmtp("sim", "run", file.toString(), "--seed", "5", "--json"));
    assertEquals(trace, json().path("trace").asText());
    assertEquals(
        0, cmtp("sim", "run", file.toString(), "--seed", "5", "--faults", "none", "--json"));
    assertEquals(0, json().path("faults").size());
  }

  @Test
  void sweepsSeveralSeeds() throws IOException {
    int code =
        cmtp(
            "sim",
            "sweep",
            "steady",
            "--seeds",
            "3",
            "--set",
            "domains=3",
            "--set",
            "work.mails=10",
            "--json",
            "--report",
            "swept");
    assertEquals(0, code, () -> out + " " + err);
    assertEquals(3, json().path("clean").asInt());
    JsonNode written = JSON.readTree(folder.resolve("swept.json").toFile());
    assertEquals(json(), written.path("result"));
    assertEquals("passed", written.path("verdict").asText());
    assertTrue(Files.size(folder.resolve("swept.html")) > 5_000);
  }

  @Test
  void showsTheFaultsOfASeed() throws IOException {
    assertEquals(0, cmtp("sim", "show", "bad-disks", "--seed", "3", "--json"));
    assertEquals(50, json().path("faults").size());
  }

  @Test
  void saysWhatIsWrongWithAScenario() {
    assertEquals(2, cmtp("sim", "run", "no-such-scenario"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("no-such-scenario"), err::toString);
    assertEquals(2, cmtp("sim", "run", "steady", "--set", "domainz=3"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("domainz"), err::toString);
  }
}
