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
    return "put a node under load: rates, latencies, the knee, and where its time goes";
  }

  @Override
  public Object create(Terminal terminal) {
    return new CommandLine(new LoadCommand())
        .addSubcommand(new RunCommand(terminal))
        .addSubcommand(new CompareCommand(terminal))
        .addSubcommand(new AccountsCommand(terminal))
        .addSubcommand(new RelayCommand(terminal))
        .addSubcommand(new FairnessCommand(terminal))
        .addSubcommand(new ProfileCommand(terminal))
        .addSubcommand(new PostgresCommand(terminal))
        .getCommandSpec();
  }
}
