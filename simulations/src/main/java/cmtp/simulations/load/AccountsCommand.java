package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.target.AccountsFile;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.TestAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp load accounts}: test accounts for runs from another machine. */
@Command(
    name = "accounts",
    description = {
      "Open test accounts (load-0001, ...) on a node on this machine, and write their keys to a file"
          + " for `cmtp load run --nodes`.",
      "Those that exist get new keys: mail that they have can't be opened any more. Whoever has the"
          + " file can log in as these accounts: remove them after the tests."
    },
    footer = {"", "Examples:", "  cmtp load accounts --mailboxes 200 accounts.json"})
public final class AccountsCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(
      names = "--mailboxes",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many; ${DEFAULT-VALUE} unless given.")
  private int mailboxes;

  @Parameters(paramLabel = "FILE", description = "Where to write; an existing file is replaced.")
  private Path file;

  public AccountsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (mailboxes < 1 || mailboxes > LoadPlan.MAILBOXES_MAX) {
      throw new CliFailure(
          ExitCode.USAGE,
          "--mailboxes is from 1 to " + LoadPlan.MAILBOXES_MAX + ", not " + mailboxes);
    }
    AdminClient admin = node.client(terminal);
    NodeUnderLoad found = NodeUnderLoad.of(admin.get("/v1/status"));
    TestAccounts accounts =
        TestAccounts.openWithKeys(admin, found, mailboxes, terminal.random(), terminal.nowMillis());
    new AccountsFile(found.serverKey(), accounts.mailboxes())
        .write(terminal.directory().resolve(file));
    if (common.json()) {
      terminal.json(Map.of("accounts", mailboxes, "file", file.toString()));
    } else {
      terminal.say(mailboxes + " accounts of " + found.domain() + " are in " + file + ".");
    }
    return ExitCode.OK.number();
  }
}
