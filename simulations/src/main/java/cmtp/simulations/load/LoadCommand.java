package cmtp.simulations.load;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp load}: measures a running node. */
@Command(
    name = "load",
    description = "Put nodes under load, and measure them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp load run --seconds 20",
      "  cmtp load run --rate 200 --mix mail=70,list=15,fetch=15 --report run.json",
      "  cmtp load run --rate 100 --find-knee",
      "  cmtp load compare before.json after.json",
      "  cmtp load relay --from /srv/cmtp-a --to /srv/cmtp-b",
      "  cmtp load fairness --from /srv/a1 --from /srv/a2 --to /srv/b --dns 5353",
      "  cmtp load profile --seconds 10",
      "  cmtp load postgres --database-data /var/tmp/pg"
    })
public final class LoadCommand {
  @Mixin private CommonOptions common;
}
