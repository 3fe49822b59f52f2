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
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp domain list}: all other domains of which the node knows something. */
@Command(
    name = "list",
    description = "List the other domains that the node knows, and what their queues are doing.",
    footer = {"", "Examples:", "  cmtp domain list", "  cmtp domain list --json"})
public final class DomainListCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(names = "--after", paramLabel = "D", description = "Go on after this domain.")
  private String after;

  public DomainListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String from = after == null ? "" : "?after=" + AdminClient.encoded(after);
    JsonNode answer = node.client(terminal).get("/v1/domains" + from);
    JsonNode domains = answer.path("domains");
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else if (domains.isEmpty()) {
      terminal.note("No other domain is known yet.");
    } else {
      terminal.say(String.format("%-40s %8s  %s", "DOMAIN", "WAITING", "STATE"));
      domains.forEach(this::line);
      if (answer.path("more").asBoolean()) {
        terminal.note("There is more; see --after.");
      }
    }
    return ExitCode.OK.number();
  }

  private void line(JsonNode domain) {
    terminal.say(
        String.format(
            Locale.ROOT,
            "%-40s %8d  %s",
            Printable.line(domain.path("domain").asText()),
            domain.path("waiting").asInt(),
            DomainText.state(domain, terminal.nowMillis())));
  }
}
