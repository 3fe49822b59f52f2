package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.console.Terminal.Tty;
import cmtp.protocol.crypto.SecureRandomBytes;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  @TempDir static Path home;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static Terminal terminal(PrintStream out, PrintStream err) {
    return new Terminal(
        InputStream.nullInputStream(),
        out,
        err,
        home,
        Map.of("CMTP_HOME", home.toString(), "CMTP_DATA", home.toString()),
        Clock.systemUTC(),
        SecureRandomBytes.system(),
        Tty.NONE,
        question -> Optional.empty());
  }

  private int run(String... words) {
    return Cmtp.run(
        List.of(words),
        terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Every command line that can be asked for help, subcommands of subcommands included. */
  static Stream<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(Cmtp.complete(terminal(System.out, System.err)), all);
    return all.stream();
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    command
        .getSubcommands()
        .values()
        .forEach(
            sub -> {
              all.add(sub);
              collect(sub, all);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamplesThatFitALine(CommandLine command) {
    String help = command.getUsageMessage();
    String name = command.getCommandSpec().qualifiedName();
    List<String> examples = List.of(command.getCommandSpec().usageMessage().footer());
    assertTrue(help.contains("Examples:"), help);
    assertTrue(examples.stream().anyMatch(example -> example.contains(name)), help);
    assertTrue(examples.stream().allMatch(example -> example.length() < 80), name);
    assertTrue(help.contains("--json"), help);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsBeforeItDoesAnything(CommandLine command) {
    List<String> words =
        new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
    words.remove(0);
    words.add("--help");
    assertEquals(0, run(words.toArray(String[]::new)), err());
    assertTrue(out().startsWith("Usage: " + command.getCommandSpec().qualifiedName()), out());
  }

  @Test
  void listsEveryCommandAndExitCode() {
    assertEquals(0, run("--help"));
    for (CommandTable.Entry entry : CommandTable.entries()) {
      assertTrue(out().contains("  " + entry.name() + " "), entry.name());
    }
    for (ExitCode code : ExitCode.values()) {
      assertTrue(out().contains("  " + code.number() + "  " + code.meaning()), code.name());
    }
  }

  @Test
  void findsEachListedCommandUnderItsName() {
    for (CommandTable.Entry entry : CommandTable.entries()) {
      CommandLine command =
          CommandTable.find(entry.name(), terminal(System.out, System.err)).orElseThrow();
      assertEquals(entry.name(), command.getCommandName());
    }
  }

  @Test
  void runsSubcommandsOfOtherModules() {
    assertEquals(0, run("greet"));
    assertEquals("hello", out().strip());
  }

  @Test
  void takesTheWordHelpToo() {
    assertEquals(0, run("help", "send"));
    assertTrue(out().startsWith("Usage: cmtp send"), out());
  }

  @Test
  void guessesWhatWasMeant() {
    assertEquals(ExitCode.USAGE.number(), run("inbx"));
    assertTrue(err().contains("inbox"), err());
  }

  @Test
  void explainsAWrongOptionInOneLineAndWhereToLook() {
    assertEquals(ExitCode.USAGE.number(), run("inbox", "--frobnicate"));
    assertTrue(err().startsWith("cmtp: Unknown option: '--frobnicate'"), err());
    assertTrue(err().contains("cmtp inbox --help"), err());
    assertEquals(2, err().lines().count(), err());
  }

  @Test
  void completesSubcommandsAndOptions() {
    assertEquals(0, run("completion"));
    assertTrue(out().contains("complete -F _complete_cmtp"), out());
    assertTrue(out().contains("forward"), out());
    assertTrue(out().contains("--attach"), out());
  }

  @Test
  void saysThatNobodyIsLoggedIn() {
    assertEquals(ExitCode.AUTH.number(), run("inbox"));
    assertTrue(err().contains("cmtp login"), err());
  }

  @Test
  void saysThatNoNodeIsRunning() {
    assertEquals(ExitCode.UNREACHABLE.number(), run("account", "list"));
    assertTrue(err().contains("cmtp serve"), err());
  }

  @Test
  void asksForTheServerOfADomainThatItDoesNotKnow() {
    assertEquals(ExitCode.USAGE.number(), run("login", "a@example.org"));
    assertTrue(err().contains("--server"), err());
  }

  @Test
  void saysThatNoServerAnswers() {
    assertEquals(
        ExitCode.UNREACHABLE.number(), run("login", "a@localhost", "--server", "127.0.0.1:1"));
    assertTrue(err().contains("127.0.0.1:1"), err());
  }

  @Test
  void showsCausesOnlyIfAsked() {
    run("login", "a@localhost", "--server", "127.0.0.1:1");
    assertTrue(!err().contains("\tat "), err());
    run("login", "a@localhost", "--server", "127.0.0.1:1", "--verbose");
    assertTrue(err().contains("\tat "), err());
  }
}
