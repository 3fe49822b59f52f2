package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp account disable}. */
@Command(
    name = "disable",
    description =
        "Disable an account: its user can't log in, and mail for it is refused. Nothing is lost.",
    footer = {
      "",
      "Examples:",
      "  cmtp account disable bob",
      "  cmtp account disable bob@example.org"
    })
public final class AccountDisableCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "NAME", description = "A name, or a whole address.")
  private String name;

  public AccountDisableCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return AccountState.change(node.client(terminal), name, "disable", common, terminal).number();
  }
}
