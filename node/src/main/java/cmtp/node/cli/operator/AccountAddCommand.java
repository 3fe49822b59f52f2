package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp account add}: an account whose keys are made on the node's host. */
@Command(
    name = "add",
    description = {
      "Add an account. Its keys are made here; the node gets them sealed under the password.",
      "Where the user should make them, use `cmtp invite` instead."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp account add alice",
      "  cmtp account add alice@example.org --data /srv/cmtp",
      "  echo 'correct horse battery' | cmtp account add alice --password-stdin"
    })
public final class AccountAddCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(
      names = "--password-stdin",
      description = "The password is the first line of standard input.")
  private boolean passwordStdin;

  @Parameters(paramLabel = "NAME", description = "A name, or a whole address.")
  private String name;

  public AccountAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AdminClient client = node.client(terminal);
    Address address = NodeOption.address(name, client);
    NewKeys keys = NewKeys.ask(address, terminal, passwordStdin);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("address", address.toString());
    body.putAll(keys.body());
    client.post("/v1/accounts", body);
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("address", address.toString());
      json.put("fingerprint", keys.fingerprint());
      terminal.json(json);
    } else {
      terminal.say("Added " + address + ", key " + keys.fingerprint() + ".");
      terminal.say("Next: cmtp login " + address);
    }
    return ExitCode.OK.number();
  }
}
