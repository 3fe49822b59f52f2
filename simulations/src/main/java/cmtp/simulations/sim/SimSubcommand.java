package cmtp.simulations.sim;

import cmtp.node.cli.Subcommand;
import cmtp.node.cli.console.Terminal;
import picocli.CommandLine;

/** Makes {@code sim} a command of {@code cmtp}. */
public final class SimSubcommand implements Subcommand {
  @Override
  public String name() {
    return "sim";
  }

  @Override
  public String summary() {
    return "simulate a federation, and look for seeds at which it breaks its promises";
  }

  @Override
  public Object create(Terminal terminal) {
    return new CommandLine(new SimCommand())
        .addSubcommand(new SimListCommand(terminal))
        .addSubcommand(new SimShowCommand(terminal))
        .addSubcommand(new SimRunCommand(terminal))
        .addSubcommand(new SimSweepCommand(terminal))
        .getCommandSpec();
  }
}
