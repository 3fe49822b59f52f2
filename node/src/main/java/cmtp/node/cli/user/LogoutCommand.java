package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp logout}: removes the private key from this machine. */
@Command(
    name = "logout",
    description = {
      "Remove your private key from this machine; `cmtp login` brings it back.",
      "Pinned keys are kept, so that the next login still notices a changed one."
    },
    footer = {"", "Examples:", "  cmtp logout", "  cmtp logout --as bob@localhost --forget"})
public final class LogoutCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  @Option(names = "--forget", description = "Forget the server and all pinned keys too.")
  private boolean forget;

  public LogoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    if (!forget && !home.isLoggedIn()) {
      throw new CliFailure(ExitCode.AUTH, home.address() + " is not logged in here");
    }
    if (forget) {
      home.forgetAll();
    } else {
      home.forgetKey();
    }
    if (common.json()) {
      terminal.json(Map.of("address", home.address().toString()));
    } else {
      terminal.say("Logged out " + home.address() + ".");
    }
    return ExitCode.OK.number();
  }
}
