package cmtp.simulations.load;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp load}: measures a running node. */
@Command(
    name = "load",
    description = "Measure a node that runs on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp load accept --seconds 20",
      "  cmtp load relay --from /srv/cmtp-a --to /srv/cmtp-b",
      "  cmtp load fairness --from /srv/a1 --from /srv/a2 --to /srv/b --dns 5353",
      "  cmtp load profile --seconds 10",
      "  cmtp load postgres --database-data /var/tmp/pg"
    })
public final class LoadCommand {
  @Mixin private CommonOptions common;
}
