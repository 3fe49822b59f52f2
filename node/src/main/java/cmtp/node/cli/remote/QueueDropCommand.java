package cmtp.node.cli.remote;

import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp queue drop}: gives messages up. */
@Command(
    name = "drop",
    description = {
      "Give messages up, for good. Their senders are told, unless --silently is given.",
      "Messages that are being delivered just now are not dropped."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp queue drop 4f1c09aa27d1e300",
      "  cmtp queue drop --domain example.net --silently --yes"
    })
public final class QueueDropCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;
  @Mixin private QueueTarget target;

  @Option(names = "--silently", description = "Don't tell the senders.")
  private boolean silently;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  public QueueDropCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Object> body = target.body(false);
    body.put("silently", silently);
    String how = silently ? ", and tell nobody?" : ", and tell the senders?";
    if (!yes && !new Ask(terminal).confirm("Drop " + target.described() + how)) {
      terminal.note("Nothing is changed.");
      return ExitCode.REFUSED.number();
    }
    JsonNode answer = node.client(terminal).post("/v1/queue/drop", body);
    return QueueTarget.report(answer, "Dropped", common.json(), terminal).number();
  }
}
