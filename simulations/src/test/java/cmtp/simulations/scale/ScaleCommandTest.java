package cmtp.simulations.scale;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleCommandTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int scale(String... words) {
    return scale(Terminal.Tty.NONE, words);
  }

  private int scale(Terminal.Tty tty, String... words) {
    List<String> all = new ArrayList<>(List.of("scale"));
    all.addAll(List.of(words));
    return Cmtp.run(all, TestTerminal.of(directory, out, err, tty));
  }

  private static String[] small(String scenario, String... more) {
    List<String> words = new ArrayList<>(List.of("run", scenario));
    for (String set : List.of("domains=500", "duration=1d", "messages-per-day=5000")) {
      words.addAll(List.of("--set", set));
    }
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void printsWhatHappenedToEachKindOfDomain() {
    assertEquals(0, scale(small("steady")), err.toString(StandardCharsets.UTF_8));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("steady  seed 1  hash "), text);
    assertTrue(text.contains("\ngreylisting "), text);
    assertTrue(text.contains("\nwaiting "), text);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void comparesTwoPoliciesAndWritesTheSameAsJson() throws IOException {
    int exit =
        scale(
            small(
                "dead-domains",
                "--versus",
                "cmtp.delivery.retry-max=1h",
                "--json",
                "--report",
                "r.json"));
    assertEquals(0, exit, err.toString(StandardCharsets.UTF_8));
    JsonNode json = new ObjectMapper().readTree(out.toByteArray());
    JsonNode report = new ObjectMapper().readTree(Files.readString(directory.resolve("r.json")));
    assertEquals(json, report.path("result"));
    assertEquals("passed", report.path("verdict").asText());
    String page = Files.readString(directory.resolve("r.html"));
    assertTrue(page.contains("Versus cmtp.delivery.retry-max=1h"));
    assertEquals(48, json.path("series").size());
    assertTrue(json.path("series").get(40).path("kinds").path("dead").path("waiting").asInt() > 50);
    JsonNode dials = json.path("comparison").path("dials");
    assertTrue(dials.path("versus").asDouble() > dials.path("as").asDouble(), dials.toString());
    assertEquals(
        json.path("all").path("accepted"), json.path("other").path("all").path("accepted"));
  }

  @Test
  void readsAFileAndShowsAPersonHowFarItIs() throws IOException {
    Files.writeString(
        directory.resolve("mine.conf"),
        "domains = 10, duration = 2h, messages-per-day = 1000\nkinds = [{ name = x, share = 1 }]");
    assertEquals(0, scale(new Terminal.Tty(false, false, true), "run", "mine.conf"));
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("mine.conf  seed 1"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("waiting"));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Files.writeString(directory.resolve("broken.conf"), "kinds = [{ name = x");
    assertEquals(2, scale("run", "nothing"));
    assertEquals(2, scale("run", "broken.conf"));
    assertEquals(2, scale("run", "steady", "--set", "domains=0"));
    assertEquals(2, scale("run", "steady", "--set", "cmtp.delivery.window=x"));
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("there is no scenario nothing"), said);
    assertTrue(said.contains("broken.conf"), said);
    assertTrue(said.contains("domains is from 1 to 10000000, not 0"), said);
    assertTrue(said.contains("cmtp.delivery.window"), said);
  }

  @Test
  void listsTheScenariosAndHasHelpWithExamples() {
    assertEquals(0, scale("list"));
    assertEquals(0, scale("run", "--help"));
    assertEquals(0, scale("show", "defaults"));
    assertEquals(2, scale("show", "nothing"));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("provider-outage  The most popular domain"), text);
    assertTrue(text.contains("Examples:"), text);
    assertTrue(text.contains("relay-ms = "), text);
  }
}
