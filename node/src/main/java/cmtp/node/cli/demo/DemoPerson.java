package cmtp.node.cli.demo;

import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody with a home directory of their own who types commands: each is shown, run in this
 * process, and its output shown.
 */
final class DemoPerson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String prompt;
  private final Terminal screen;
  private final Path home;
  private final DemoNode node;

  /**
   * @param prompt shown before each command
   * @param node the one whose data directory is found by default, as for its operator
   */
  DemoPerson(String prompt, Terminal screen, Path home, DemoNode node) {
    this.prompt = prompt;
    this.screen = screen;
    this.home = home;
    this.node = node;
  }

  /** Shows the command, runs it, shows what it says. */
  void types(String... words) {
    screen.say("  " + prompt + " cmtp " + shown(words));
    String said = run("", words);
    said.lines().forEach(line -> screen.say("    " + line));
    screen.out().flush();
  }

  private static String shown(String... words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add(word.matches("[\\w@.:/-]+") ? word : "'" + word + "'");
    }
    return String.join(" ", quoted);
  }

  /** Runs a command without showing it. */
  String quietly(String stdin, String... words) {
    return run(stdin, words);
  }

  /** What a command says in JSON. */
  JsonNode asks(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return JSON.readTree(run("", all.toArray(String[]::new)));
  }

  private String run(String stdin, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(screen.environment());
    environment.put("CMTP_HOME", home.toString());
    environment.put("CMTP_DATA", node.data().toString());
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            out,
            out,
            home,
            environment,
            screen.clock(),
            screen.random(),
            Terminal.Tty.NONE,
            question -> Optional.empty());
    int code = Cmtp.run(List.of(words), terminal);
    String text = said.toString(StandardCharsets.UTF_8);
    if (code != ExitCode.OK.number()) {
      throw new CliFailure(
          ExitCode.REFUSED, "`cmtp " + shown(words) + "` ended with " + code + ":\n" + text);
    }
    return text;
  }
}
