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

/** {@code cmtp cluster drain}. */
@Command(
    name = "drain",
    description = {
      "Stop accepting connections and close the idle ones; those in use end with what they are doing.",
      "The process stays a member and keeps its mailboxes and queues; only a restart opens it again."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp cluster drain",
      "  cmtp cluster drain --data /var/lib/cmtp --json"
    })
public final class ClusterDrainCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  public ClusterDrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).post("/v1/cluster/drain", Map.of());
    terminal.say(common.json() ? Json.of(answer) : "This process accepts no further connections.");
    return ExitCode.OK.number();
  }
}
