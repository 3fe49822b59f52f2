package cmtp.node.cli.operator;

import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp account remove}. */
@Command(
    name = "remove",
    description = "Remove an account with all its mail, for good.",
    footer = {
      "",
      "Examples:",
      "  cmtp account remove bob",
      "  cmtp account remove bob@example.org --yes"
    })
public final class AccountRemoveCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  @Parameters(paramLabel = "NAME", description = "A name, or a whole address.")
  private String name;

  public AccountRemoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AdminClient client = node.client(terminal);
    Address address = NodeOption.address(name, client);
    mustExist(address, client);
    if (!yes && !new Ask(terminal).confirm("Remove " + address + " and all its mail, for good?")) {
      terminal.note("Nothing is changed.");
      return ExitCode.REFUSED.number();
    }
    client.delete("/v1/accounts/" + AdminClient.encoded(address.toString()));
    if (common.json()) {
      terminal.json(Map.of("address", address.toString(), "removed", true));
    } else {
      terminal.say("Removed " + address + ".");
    }
    return ExitCode.OK.number();
  }

  /** The node takes removing nothing for done: a mistyped name must not look like success. */
  private static void mustExist(Address address, AdminClient client) throws IOException {
    String domain = AdminClient.encoded(address.domain().value());
    for (JsonNode account : client.get("/v1/accounts?domain=" + domain).path("accounts")) {
      if (account.path("address").asText().equals(address.toString())) {
        return;
      }
    }
    throw new CliFailure(
        ExitCode.NOT_FOUND,
        "there is no account " + address + "; `cmtp account list` shows all of them");
  }
}
