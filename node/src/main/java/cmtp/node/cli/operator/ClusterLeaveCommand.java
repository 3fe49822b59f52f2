package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp cluster leave}. */
@Command(
    name = "leave",
    description = {
      "End the process as SIGTERM does: finish what is in flight, hand mailboxes and queues to the",
      "other processes, leave the cluster, exit with code 0. A supervisor that always restarts it",
      "starts it again."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp cluster leave",
      "  cmtp cluster leave --data /var/lib/cmtp --json"
    })
public final class ClusterLeaveCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  public ClusterLeaveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).post("/v1/cluster/leave", Map.of());
    terminal.say(
        common.json()
            ? Json.of(answer)
            : "This process leaves; it ends when its sessions have ended, or their time is over.");
    return ExitCode.OK.number();
  }
}
