package cmtp.node.cli;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp completion}: what makes the shell complete subcommands and options. */
@Command(
    name = "completion",
    description = "Print the completion script for bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(cmtp completion)",
      "  cmtp completion > ~/.local/share/bash-completion/completions/cmtp"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.say(AutoComplete.bash("cmtp", Cmtp.complete(terminal)));
    return ExitCode.OK.number();
  }
}
