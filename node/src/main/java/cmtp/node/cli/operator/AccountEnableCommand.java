package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp account enable}. */
@Command(
    name = "enable",
    description = "Enable an account that was disabled.",
    footer = {
      "",
      "Examples:",
      "  cmtp account enable bob",
      "  cmtp account enable bob@example.org"
    })
public final class AccountEnableCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "NAME", description = "A name, or a whole address.")
  private String name;

  public AccountEnableCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return AccountState.change(node.client(terminal), name, "enable", common, terminal).number();
  }
}
