package cmtp.simulations.sim;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp sim}: a federation in one process, on virtual time. */
@Command(
    name = "sim",
    description = {
      "Simulate a federation: real nodes, real bytes, virtual time.",
      "Everything follows from the seed: the same seed of the same scenario has the same course."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp sim list",
      "  cmtp sim run mass-restart --seed 7",
      "  cmtp sim sweep everything --seeds 100",
      "  cmtp sim show everything --seed 7"
    })
public final class SimCommand {
  @Mixin private CommonOptions common;
}
