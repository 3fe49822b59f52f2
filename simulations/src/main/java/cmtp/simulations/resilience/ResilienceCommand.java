package cmtp.simulations.resilience;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp resilience}: real processes, real faults. */
@Command(
    name = "resilience",
    description = {
      "Start nodes, write mail to them, do harm to them, and account for every message.",
      "A ledger outside of the nodes, synced, has what was tried and what was acknowledged."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp resilience run --faults kill --count 20",
      "  cmtp resilience run --faults power-cut --count 50",
      "  cmtp resilience run --faults disk-full --count 10"
    })
final class ResilienceCommand {
  @Mixin private CommonOptions common;
}
