package cmtp.node.cli.remote;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Sizes;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp domain show}: one domain's queue and key, and why mail for it waits. */
@Command(
    name = "show",
    description = "Show what is known of a domain's node, and why mail for it waits.",
    footer = {"", "Examples:", "  cmtp domain show example.net"})
public final class DomainShowCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "DOMAIN", description = "The domain.")
  private String name;

  public DomainShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode domain = node.client(terminal).get("/v1/domains/" + AdminClient.encoded(name));
    if (common.json()) {
      terminal.say(Json.of(domain));
    } else {
      print(domain);
    }
    return ExitCode.OK.number();
  }

  private void print(JsonNode domain) {
    field("Domain", domain.path("domain").asText());
    field("State", DomainText.state(domain, terminal.nowMillis()));
    field(
        "Waiting",
        domain.path("waiting").asInt() + ", " + Sizes.text(domain.path("bytes").asLong()));
    if (!domain.path("reason").asText().isEmpty()) {
      field("Failure", domain.path("reason").asText());
    }
    field("Speaks X1", domain.path("speaksX1").asBoolean() ? "yes" : "not seen yet");
    if (domain.has("pinned")) {
      field("Key", key(domain.path("pinned")) + ", " + origin(domain.path("pinned")));
    } else {
      field("Key", "none yet: the first handshake will pin one");
    }
    if (domain.has("offered")) {
      printDispute(domain);
    }
  }

  private void printDispute(JsonNode domain) {
    String shown = Printable.line(domain.path("domain").asText());
    field("Now shows", key(domain.path("offered")));
    terminal.say("");
    terminal.say(
        "Mail waits: the domain's node shows another key than the pinned one, and nothing");
    terminal.say("that the pinned key signed leads to it. Ask its operator, over another way, for");
    terminal.say("the fingerprint of the node's key (`cmtp key rotate-server --show` there). Then");
    terminal.say("  cmtp domain trust " + shown + "   if it is the key shown now");
    terminal.say("  otherwise wait: somebody may stand between; mail is returned to its sender");
    terminal.say("  when it becomes too old (cmtp.delivery.give-up-after)");
  }

  private String key(JsonNode key) {
    return key.path("fingerprint").asText()
        + "  since "
        + Dates.text(key.path("sinceMs").asLong() / 1000, terminal);
  }

  static String origin(JsonNode pinned) {
    return switch (pinned.path("origin").asText()) {
      case "dnssec" -> "named by its DNSSEC-validated TXT record";
      case "followed" -> "signed by the key before it";
      case "operator" -> "trusted by the operator";
      default -> "the first one seen";
    };
  }

  private void field(String name, String value) {
    terminal.say(String.format("%-11s", name + ":") + Printable.line(value));
  }
}
