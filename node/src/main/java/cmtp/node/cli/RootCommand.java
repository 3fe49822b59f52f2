package cmtp.node.cli;

import cmtp.node.NodeServer;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cmtp} itself: help and version. */
@Command(
    name = "cmtp",
    synopsisSubcommandLabel = "COMMAND",
    description = "Sealed mail: run a node, open accounts, send and read.")
final class RootCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-h", "--help"},
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "Show the version.")
  private boolean version;

  @Option(names = "--verbose", description = "Show the cause of a failure.")
  private boolean verbose;

  RootCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (version) {
      terminal.say("cmtp " + NodeServer.VERSION + ", Java " + Runtime.version());
    } else {
      help();
    }
    return help || version ? ExitCode.OK.number() : ExitCode.USAGE.number();
  }

  /** Written from the table, so that no subcommand's class is loaded for it. */
  private void help() {
    terminal.say("Usage: cmtp COMMAND [OPTION]...");
    terminal.say("Sealed mail: run a node, open accounts, send and read.");
    String group = "";
    for (CommandTable.Entry entry : CommandTable.entries()) {
      if (!entry.group().equals(group)) {
        group = entry.group();
        terminal.say("");
        terminal.say(group + ":");
      }
      terminal.say(String.format("  %-11s %s", entry.name(), entry.summary()));
    }
    terminal.say("");
    terminal.say("Options:");
    terminal.say("  -h, --help     show this help, or that of a COMMAND");
    terminal.say("  -V, --version  show the version");
    terminal.say("  --verbose      show the cause of a failure (as CMTP_DEBUG=1 does)");
    terminal.say("");
    terminal.say("Exit codes:");
    for (ExitCode code : ExitCode.values()) {
      terminal.say("  " + code.number() + "  " + code.meaning());
    }
    terminal.say("");
    terminal.say("Start here:");
    terminal.say("  cmtp serve                      a node for the domain localhost");
    terminal.say("  cmtp account add alice          an account; asks for a password");
    terminal.say("  cmtp login alice@localhost      from any home directory");
    terminal.say("  cmtp send alice --text Hello    and `cmtp inbox`, `cmtp read 1`");
  }
}
