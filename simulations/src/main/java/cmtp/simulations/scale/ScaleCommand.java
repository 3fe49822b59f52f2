package cmtp.simulations.scale;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp scale}: how the node's decisions do with very many domains. */
@Command(
    name = "scale",
    description = "Simulate nodes that send to very many domains, on virtual time.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp scale list",
      "  cmtp scale show defaults",
      "  cmtp scale run steady --set domains=10000 --set messages-per-day=100000",
      "  cmtp scale run provider-outage --versus cmtp.delivery.retry-max=1h"
    })
public final class ScaleCommand {
  @Mixin private CommonOptions common;
}
