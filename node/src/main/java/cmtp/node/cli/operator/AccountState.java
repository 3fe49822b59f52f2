package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** What disable and enable have in common. */
final class AccountState {
  private AccountState() {}

  static ExitCode change(
      AdminClient client, String name, String verb, CommonOptions common, Terminal terminal)
      throws IOException {
    Address address = NodeOption.address(name, client);
    JsonNode answer =
        client.post(
            "/v1/accounts/" + AdminClient.encoded(address.toString()) + "/" + verb, Map.of());
    terminal.say(
        common.json() ? Json.of(answer) : address + " is " + answer.path("status").asText() + ".");
    return ExitCode.OK;
  }
}
