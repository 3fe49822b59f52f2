package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp queue show}: one waiting message. */
@Command(
    name = "show",
    description = "Show one waiting message: for whom, since when, and why it waits.",
    footer = {"", "Examples:", "  cmtp queue show 4f1c09aa27d1e300"})
public final class QueueShowCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "MID", description = "The message's id, or 8 or more digits of it.")
  private String mid;

  public QueueShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode mail = node.client(terminal).get("/v1/queue/" + AdminClient.encoded(mid));
    if (common.json()) {
      terminal.say(Json.of(mail));
    } else {
      new MailRow(terminal).page(mail);
    }
    return ExitCode.OK.number();
  }
}
