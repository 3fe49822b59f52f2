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

/** {@code cmtp queue retry}. */
@Command(
    name = "retry",
    description = "Try to deliver waiting messages now instead of at their next time.",
    footer = {
      "",
      "Examples:",
      "  cmtp queue retry --domain example.net",
      "  cmtp queue retry 4f1c09aa27d1e300"
    })
public final class QueueRetryCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;
  @Mixin private QueueTarget target;

  @Option(names = "--all", description = "All mail for all domains.")
  private boolean all;

  public QueueRetryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).post("/v1/queue/retry", target.body(all));
    return QueueTarget.report(answer, "Trying again", common.json(), terminal).number();
  }
}
