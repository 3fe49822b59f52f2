package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp queue summary}: how much waits for whom, for how long, and why. */
@Command(
    name = "summary",
    description = {
      "Show for each domain how many messages wait, by age, and under it for which reasons.",
      "The longest queues come first."
    },
    footer = {"", "Examples:", "  cmtp queue summary", "  cmtp queue summary --json"})
public final class QueueSummaryCommand implements Callable<Integer> {
  private static final List<String> AGES =
      List.of("<1min", "<10min", "<1h", "<4h", "<1d", "<5d", "older");

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  public QueueSummaryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).get("/v1/queue/summary");
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else if (answer.path("domains").isEmpty()) {
      terminal.note("No mail waits for other domains.");
    } else {
      StringBuilder head = new StringBuilder(String.format("%-28s %8s", "DOMAIN", "WAITING"));
      AGES.forEach(age -> head.append(String.format(" %6s", age)));
      terminal.say(head + "  STATE");
      answer.path("domains").forEach(this::print);
    }
    if (!answer.path("complete").asBoolean(true)) {
      terminal.warn("not every queue answered in time, or there are too many: some are missing");
    }
    return ExitCode.OK.number();
  }

  private void print(JsonNode domain) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-28s %8d",
                Printable.line(domain.path("domain").asText()),
                domain.path("waiting").asInt()));
    for (int i = 0; i < AGES.size(); i++) {
      int count = domain.path("ages").path(i).asInt();
      line.append(String.format(Locale.ROOT, " %6s", count == 0 ? "." : count));
    }
    terminal.say(line + "  " + state(domain));
    for (JsonNode reason : domain.path("byReason")) {
      String text = reason.path("reason").asText();
      terminal.say(
          String.format(
              Locale.ROOT,
              "  %26s %8d  %s",
              "",
              reason.path("count").asInt(),
              text.isEmpty() ? "not tried yet" : Printable.cut(text, 70)));
    }
  }

  private String state(JsonNode domain) {
    return DomainText.state(domain, terminal.nowMillis())
        + (domain.has("oldestMs")
            ? ", oldest " + Dates.span(terminal.nowMillis() - domain.path("oldestMs").asLong())
            : "");
  }
}
