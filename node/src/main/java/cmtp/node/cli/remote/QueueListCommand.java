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
import picocli.CommandLine.Option;

/** {@code cmtp queue list}: the waiting messages, the oldest first. */
@Command(
    name = "list",
    description = "List the messages that wait for other domains, the oldest first.",
    footer = {
      "",
      "Examples:",
      "  cmtp queue list",
      "  cmtp queue list --domain example.net --limit 20 --json"
    })
public final class QueueListCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(names = "--domain", paramLabel = "D", description = "Only mail for this domain.")
  private String domain;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many, 1 to 500; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "With --domain: go on after this id (--json shows the ids).")
  private Long after;

  public QueueListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String path =
        "/v1/queue?limit="
            + limit
            + (domain == null ? "" : "&domain=" + AdminClient.encoded(domain))
            + (after == null ? "" : "&after=" + after);
    JsonNode answer = node.client(terminal).get(path);
    JsonNode mails = answer.path("mails");
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else if (mails.isEmpty()) {
      terminal.note("No mail waits" + (domain == null ? "." : " for " + domain + "."));
    } else {
      MailRow row = new MailRow(terminal);
      row.head();
      mails.forEach(row::line);
      if (answer.path("more").asBoolean()) {
        terminal.note("There is more; see --limit and --domain.");
      }
    }
    return ExitCode.OK.number();
  }
}
