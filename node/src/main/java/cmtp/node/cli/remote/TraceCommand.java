package cmtp.node.cli.remote;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp trace}: a message's life at this node, and the receipt for it. */
@Command(
    name = "trace",
    description = {
      "Show what became of a message: when it was taken, tried, delivered, and by whose receipt.",
      "A receipt's signature is checked here, under the server key that it names. How long all this",
      "is kept, the setting cmtp.trace-kept says."
    },
    footer = {"", "Examples:", "  cmtp trace 4f1c09aa27d1e300", "  cmtp trace 4f1c09aa --json"})
public final class TraceCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "MID", description = "The message's id, or 8 or more digits of it.")
  private String mid;

  public TraceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer = node.client(terminal).get("/v1/trace/" + AdminClient.encoded(mid));
    JsonNode entries = answer.path("entries");
    if (entries.isEmpty()) {
      throw new CliFailure(
          ExitCode.NOT_FOUND,
          "nothing is known of " + Printable.line(mid) + ": it never came here, or too long ago");
    }
    boolean genuine = true;
    for (JsonNode entry : entries) {
      if (entry.has("receipt")) {
        boolean valid = Receipt.isGenuine(entry);
        genuine &= valid;
        ((ObjectNode) entry.path("receipt")).put("valid", valid);
      }
    }
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else {
      print(answer);
    }
    return (genuine ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private void print(JsonNode answer) {
    String shown = "";
    for (JsonNode entry : answer.path("entries")) {
      String message = Printable.line(entry.path("mid").asText());
      if (!message.equals(shown)) {
        terminal.say("Message " + message);
        shown = message;
      }
      print(entry, terminal);
    }
    if (answer.path("more").asBoolean()) {
      terminal.note("There is more; give more digits.");
    }
  }

  private static void print(JsonNode entry, Terminal terminal) {
    String detail = Printable.line(entry.path("detail").asText());
    terminal.say(
        String.format(
            "  %s  %-16s %s%s",
            Dates.text(entry.path("atMs").asLong() / 1000, terminal),
            entry.path("kind").asText().replace('_', ' ').toLowerCase(Locale.ROOT),
            Printable.line(entry.path("place").asText()),
            detail.isEmpty() ? "" : ": " + detail));
    JsonNode receipt = entry.path("receipt");
    if (!receipt.isMissingNode()) {
      terminal.say(
          String.format("  %16s  receipt %s, server key ", "", receiptText(receipt))
              + Printable.line(receipt.path("fingerprint").asText()));
    }
  }

  private static String receiptText(JsonNode receipt) {
    return receipt.path("valid").asBoolean()
        ? "GENUINE: signed for this message"
        : "NOT GENUINE: its signature is wrong";
  }
}
