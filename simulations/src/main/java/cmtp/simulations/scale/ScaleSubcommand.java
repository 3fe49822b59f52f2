package cmtp.simulations.scale;

import cmtp.node.cli.Subcommand;
import cmtp.node.cli.console.Terminal;
import picocli.CommandLine;

/** Makes {@code scale} a command of {@code cmtp}. */
public final class ScaleSubcommand implements Subcommand {
  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String summary() {
    return "simulate a week of mail to a million domains";
  }

  @Override
  public Object create(Terminal terminal) {
    return new CommandLine(new ScaleCommand())
        .addSubcommand(new ScaleRunCommand(terminal))
        .addSubcommand(new ScaleListCommand(terminal))
        .addSubcommand(new ScaleShowCommand(terminal))
        .getCommandSpec();
  }
}
