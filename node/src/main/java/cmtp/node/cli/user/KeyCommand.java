package cmtp.node.cli.user;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp key}: keys that are known here. */
@Command(
    name = "key",
    description = "Show and trust keys.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp key show",
      "  cmtp key trust bob@localhost",
      "  cmtp key trust --server"
    })
public final class KeyCommand {
  @Mixin private cmtp.node.cli.console.CommonOptions common;
}
