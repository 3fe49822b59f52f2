package cmtp.simulations.load;

import cmtp.node.cli.Subcommand;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.postgres.PostgresCommand;
import cmtp.simulations.profile.ProfileCommand;
import picocli.CommandLine;

/** Makes {@code load} a command of {@code cmtp}. */
public final class LoadSubcommand implements Subcommand {
  @Override
  public String name() {
    return "load";
  }

  @Override
  public String summary() {
    return "measure how much mail a running node takes, and where its time goes";
  }

  @Override
  public Object create(Terminal terminal) {
    return new CommandLine(new LoadCommand())
        .addSubcommand(new AcceptCommand(terminal))
        .addSubcommand(new RelayCommand(terminal))
        .addSubcommand(new FairnessCommand(terminal))
        .addSubcommand(new ProfileCommand(terminal))
        .addSubcommand(new PostgresCommand(terminal))
        .getCommandSpec();
  }
}
