package cmtp.node.cli.operator;

import cmtp.node.cli.console.Ask;
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
import picocli.CommandLine.Option;

/** {@code cmtp key rotate-server}: a new key for the running node. */
@Command(
    name = "rotate-server",
    description = {
      "Give the running node a new server key. For each of its domains a record signed by the old"
          + " and the new key is published, by which peers and clients follow by themselves.",
      "Afterwards publish the new TXT record, and back up server.key. A chain holds 16 keys."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp key rotate-server",
      "  cmtp key rotate-server --show",
      "  cmtp key rotate-server --yes --json"
    })
public final class KeyRotateServerCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(names = "--show", description = "Only show the key and its TXT record.")
  private boolean show;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  public KeyRotateServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AdminClient client = node.client(terminal);
    if (show) {
      print(client.get("/v1/server-key"));
      return ExitCode.OK.number();
    }
    if (!yes && !new Ask(terminal).confirm("Give the node a new server key?")) {
      terminal.note("Nothing is changed.");
      return ExitCode.REFUSED.number();
    }
    print(client.post("/v1/server-key/rotate", Map.of()));
    return ExitCode.OK.number();
  }

  private void print(JsonNode answer) {
    if (common.json()) {
      terminal.say(Json.of(answer));
      return;
    }
    if (answer.has("before")) {
      terminal.say("before  " + Printable.line(answer.at("/before/fingerprint").asText()));
    }
    terminal.say("now     " + Printable.line(answer.path("fingerprint").asText()));
    terminal.say(answer.has("before") ? "Now publish, and back up server.key:" : "Published as:");
    for (JsonNode domain : answer.path("domains")) {
      terminal.say(
          "  _cmtp."
              + Printable.line(domain.asText())
              + ". TXT \"v=cmtp1; k="
              + Printable.line(answer.path("key").asText())
              + "\"");
    }
  }
}
