package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp queue}: mail that waits for other domains. */
@Command(
    name = "queue",
    description = "See and change what becomes of mail that waits for other domains.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cmtp queue summary",
      "  cmtp queue list --domain example.net --json",
      "  cmtp queue retry --all"
    })
public final class QueueCommand {
  @Mixin private CommonOptions common;
}
