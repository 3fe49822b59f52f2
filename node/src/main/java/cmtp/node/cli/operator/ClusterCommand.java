package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp cluster}: the processes that are this node together. */
@Command(
    name = "cluster",
    description = "See the processes that are this node together; drain one, or let it leave.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp cluster status",
      "  cmtp cluster status --json",
      "  cmtp cluster drain --data /var/lib/cmtp",
      "  cmtp cluster leave"
    })
public final class ClusterCommand {
  @Mixin private CommonOptions common;
}
