package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp domain resume}. */
@Command(
    name = "resume",
    description = "Deliver to a paused domain again.",
    footer = {"", "Examples:", "  cmtp domain resume example.net"})
public final class DomainResumeCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "DOMAIN", description = "The domain.")
  private String name;

  public DomainResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String path = "/v1/domains/" + AdminClient.encoded(name) + "/resume";
    JsonNode answer = node.client(terminal).post(path, Map.of());
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else {
      terminal.say("Resumed delivery to " + Printable.line(answer.path("domain").asText()) + ".");
    }
    return ExitCode.OK.number();
  }
}
