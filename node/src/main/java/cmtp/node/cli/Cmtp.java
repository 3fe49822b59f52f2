package cmtp.node.cli;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.console.Terminal.Tty;
import cmtp.node.cli.session.Failures;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code cmtp}. */
public final class Cmtp {
  private Cmtp() {}

  public static void main(String[] arguments) {
    Terminal terminal = real();
    int exitCode = run(Arrays.asList(arguments), terminal);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exitCode);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(List<String> words, Terminal terminal) {
    List<String> arguments = withoutHelpWord(words);
    Optional<String> name = arguments.stream().filter(word -> !word.startsWith("-")).findFirst();
    CommandLine root =
        name.flatMap(word -> CommandTable.find(word, terminal))
            .map(command -> root(terminal).addSubcommand(command))
            .orElseGet(() -> name.isPresent() ? complete(terminal) : root(terminal));
    boolean causes = terminal.isDebug() || arguments.contains("--verbose");
    root.setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setParameterExceptionHandler((wrong, line) -> explain(wrong, terminal))
        .setExecutionExceptionHandler((failed, line, parsed) -> explain(failed, causes, terminal));
    try {
      return root.execute(arguments.toArray(String[]::new));
    } catch (OutOfMemoryError full) {
      terminal.note(
          "cmtp: not enough memory for a message of this size: give Java more, for example with"
              + " CMTP_JAVA_OPTS=-Xmx1g");
      return ExitCode.REFUSED.number();
    }
  }

  /** {@code help send} means {@code send --help}. */
  private static List<String> withoutHelpWord(List<String> words) {
    if (words.isEmpty() || !words.get(0).equals("help")) {
      return words;
    }
    List<String> asked = new ArrayList<>(words.subList(1, words.size()));
    asked.add("--help");
    return asked;
  }

  private static CommandLine root(Terminal terminal) {
    return new CommandLine(new RootCommand(terminal));
  }

  /** With all subcommands: for completion, and to guess what was meant. */
  static CommandLine complete(Terminal terminal) {
    CommandLine root = root(terminal);
    for (CommandTable.Entry entry : CommandTable.entries()) {
      root.addSubcommand(CommandTable.find(entry.name(), terminal).orElseThrow());
    }
    return root;
  }

  private static int explain(ParameterException wrong, Terminal terminal) {
    terminal.note("cmtp: " + Printable.line(wrong.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(wrong, terminal.err())) {
      terminal.note(
          "Try `" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help`.");
    }
    return ExitCode.USAGE.number();
  }

  private static int explain(Exception failed, boolean causes, Terminal terminal) {
    CliFailure failure;
    if (failed instanceof CliFailure known) {
      failure = known;
    } else if (failed instanceof IOException broken) {
      failure = Failures.of(broken);
    } else {
      failure =
          new CliFailure(
              ExitCode.REFUSED,
              "this should not have happened: "
                  + failed
                  + "; run it again with --verbose and report what it prints",
              failed);
    }
    terminal.out().flush();
    terminal.note("cmtp: " + failure.getMessage());
    if (causes) {
      failed.printStackTrace(terminal.err());
    }
    return failure.exitCode().number();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** The launcher tells which streams are a terminal: Java can't tell them apart. */
  private static Terminal real() {
    Console console = System.console();
    String told = System.getProperty("cmtp.tty");
    boolean both = console != null;
    Tty tty =
        told == null
            ? new Tty(both, both, both)
            : new Tty(told.contains("0"), told.contains("1"), told.contains("2"));
    return new Terminal(
        System.in,
        stream(FileDescriptor.out, false),
        stream(FileDescriptor.err, true),
        Path.of("").toAbsolutePath(),
        System.getenv(),
        Clock.systemDefaultZone(),
        SecureRandomBytes.system(),
        tty,
        question ->
            Optional.ofNullable(console).map(visible -> visible.readPassword("%s", question)));
  }

  private static PrintStream stream(FileDescriptor descriptor, boolean flushEachLine) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        flushEachLine,
        StandardCharsets.UTF_8);
  }
}
