package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp account}: the accounts of a running node. */
@Command(
    name = "account",
    description = "Add, list, disable, enable, reset, remove and move accounts of a running node.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp account add alice",
      "  cmtp account list --json",
      "  cmtp account disable bob@localhost"
    })
public final class AccountCommand {
  @Mixin private CommonOptions common;
}
