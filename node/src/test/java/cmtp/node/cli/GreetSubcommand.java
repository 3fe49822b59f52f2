package cmtp.node.cli;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A subcommand as another module would bring it along. */
public final class GreetSubcommand implements Subcommand {
  @Override
  public String name() {
    return "greet";
  }

  @Override
  public String summary() {
    return "say hello";
  }

  @Override
  public Object create(Terminal terminal) {
    return new Greet(terminal);
  }

  @Command(
      name = "greet",
      footer = {"", "Examples:", "  cmtp greet"})
  private static final class Greet implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private CommonOptions common;

    Greet(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.say(common.json() ? "{}" : "hello");
      return ExitCode.OK.number();
    }
  }
}
