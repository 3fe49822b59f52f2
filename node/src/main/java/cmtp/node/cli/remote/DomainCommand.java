package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp domain}: other domains and what is known of their nodes. */
@Command(
    name = "domain",
    description = "See what is known of other domains' nodes, trust their keys, pause delivery.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp domain list",
      "  cmtp domain show example.net",
      "  cmtp domain trust example.net --json"
    })
public final class DomainCommand {
  @Mixin private CommonOptions common;
}
