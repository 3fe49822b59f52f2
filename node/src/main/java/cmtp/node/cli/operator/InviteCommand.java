package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp invite}: lets a user open an account from their own machine. */
@Command(
    name = "invite",
    description = {
      "Invite somebody to open an account from their own machine, where their keys are made.",
      "The code is good for one account, once."
    },
    footer = {"", "Examples:", "  cmtp invite carol", "  cmtp invite carol@example.org --days 2"})
public final class InviteCommand implements Callable<Integer> {
  private static final long SECONDS_A_DAY = 86_400;

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How long the code is good; ${DEFAULT-VALUE} unless given.")
  private int days;

  @Parameters(paramLabel = "NAME", description = "A name, or a whole address.")
  private String name;

  public InviteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AdminClient client = node.client(terminal);
    Address address = NodeOption.address(name, client);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("address", address.toString());
    body.put("validSeconds", days * SECONDS_A_DAY);
    JsonNode invitation = client.post("/v1/invitations", body);
    String code = Printable.line(invitation.path("code").asText());
    JsonNode status = client.get("/v1/status");
    String fingerprint = Printable.line(status.path("fingerprint").asText()).replace(" ", "");
    int port = status.path("port").asInt();
    Instant expires = Instant.ofEpochMilli(invitation.path("expiresMs").asLong());
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("address", address.toString());
      json.put("code", code);
      json.put("expires", expires.toString());
      json.put("serverFingerprint", fingerprint);
      json.put("serverPort", port);
      terminal.json(json);
    } else {
      terminal.say("Invitation for " + address + ", good until " + expires + ":");
      terminal.say(
          "  cmtp register " + address + " --invite " + code + " --fingerprint " + fingerprint);
      terminal.say("From another machine add: --server THIS-HOST:" + port);
    }
    return ExitCode.OK.number();
  }
}
