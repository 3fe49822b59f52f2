package cmtp.simulations.resilience;

import cmtp.node.cli.Subcommand;
import cmtp.node.cli.console.Terminal;
import picocli.CommandLine;

/** Makes {@code resilience} a command of {@code cmtp}. */
public final class ResilienceSubcommand implements Subcommand {
  @Override
  public String name() {
    return "resilience";
  }

  @Override
  public String summary() {
    return "do harm to nodes under load, and account for every message";
  }

  @Override
  public Object create(Terminal terminal) {
    return new CommandLine(new ResilienceCommand())
        .addSubcommand(new ResilienceRunCommand(terminal))
        .getCommandSpec();
  }
}
