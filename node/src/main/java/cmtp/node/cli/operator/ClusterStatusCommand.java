package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp cluster status}. */
@Command(
    name = "status",
    description = {
      "Show the processes of the cluster as this one sees them, what the database holds of each, and"
          + " what runs in this process. The exit code is 1 if this process should be given no"
          + " connections."
    },
    footer = {"", "Examples:", "  cmtp cluster status", "  cmtp cluster status --json"})
public final class ClusterStatusCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  public ClusterStatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).get("/v1/cluster");
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else {
      print(answer);
    }
    return (answer.path("ready").asBoolean() ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private void print(JsonNode answer) {
    terminal.say("this process  " + text(answer, "self") + "  " + text(answer, "status"));
    terminal.say("ready         " + (answer.path("ready").asBoolean() ? "yes" : "no"));
    answer.path("reasons").forEach(reason -> terminal.say("              " + line(reason)));
    if (answer.path("shared").asBoolean()) {
      terminal.say("cluster       " + answer.path("epoch").asLong());
    }
    terminal.say("members");
    answer.path("members").forEach(member -> terminal.say("  " + member(answer, member)));
    if (answer.has("rows")) {
      terminal.say("in the database");
      answer.path("rows").forEach(row -> terminal.say("  " + row(row)));
    }
    terminal.say("running here");
    for (Map.Entry<String, JsonNode> kind : answer.path("sharding").properties()) {
      JsonNode count = kind.getValue();
      terminal.say(
          String.format(
              "  %-14s %d in %d shards",
              Printable.line(kind.getKey()),
              count.path("entities").asInt(),
              count.path("shards").asInt()));
    }
  }

  private static String member(JsonNode answer, JsonNode member) {
    String reached = member.path("reachable").asBoolean() ? "" : "  UNREACHABLE";
    String leads = member.path("address").equals(answer.path("leader")) ? "  leader" : "";
    return String.format("%-28s %-9s", text(member, "address"), text(member, "status"))
            .stripTrailing()
        + leads
        + reached;
  }

  private static String row(JsonNode row) {
    return String.format(
        "%-28s %-9s cluster %d, silent for %d ms",
        text(row, "address"),
        text(row, "state"),
        row.path("epoch").asLong(),
        row.path("silentMs").asLong());
  }

  private static String text(JsonNode node, String field) {
    return line(node.path(field));
  }

  private static String line(JsonNode text) {
    return Printable.line(text.asText());
  }
}
