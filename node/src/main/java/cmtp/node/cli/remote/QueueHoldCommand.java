package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp queue hold}. */
@Command(
    name = "hold",
    description = "Hold messages back: they stay in the queue and are not tried.",
    footer = {
      "",
      "Examples:",
      "  cmtp queue hold --domain example.net",
      "  cmtp queue hold 4f1c09aa27d1e300"
    })
public final class QueueHoldCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;
  @Mixin private QueueTarget target;

  @Option(names = "--all", description = "All mail for all domains.")
  private boolean all;

  public QueueHoldCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).post("/v1/queue/hold", target.body(all));
    return QueueTarget.report(answer, "Held", common.json(), terminal).number();
  }
}
