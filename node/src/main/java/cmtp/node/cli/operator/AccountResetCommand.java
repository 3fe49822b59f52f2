package cmtp.node.cli.operator;

import cmtp.node.cli.console.Ask;
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

/** {@code cmtp account reset}: new keys for an account whose password is lost. */
@Command(
    name = "reset",
    description = {
      "Give an account a new key and password, because the old password is lost.",
      "Mail that was sealed to the old key can't be opened any more, by anybody; and"
          + " correspondents are warned that the key has changed."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp account reset alice",
      "  cmtp account reset alice --yes --password-stdin < new-password.txt"
    })
public final class AccountResetCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  @Option(
      names = "--password-stdin",
      description = "The new password is the first line of standard input.")
  private boolean passwordStdin;

  @Parameters(paramLabel = "NAME", description = "A name, or a whole address.")
  private String name;

  public AccountResetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AdminClient client = node.client(terminal);
    Address address = NodeOption.address(name, client);
    terminal.note(
        "The mail that " + address + " has now can't be opened any more after this, by anybody.");
    if (!yes && !new Ask(terminal).confirm("Reset " + address + "?")) {
      terminal.note("Nothing is changed.");
      return ExitCode.REFUSED.number();
    }
    NewKeys keys = NewKeys.ask(address, terminal, passwordStdin);
    client.post("/v1/accounts/" + AdminClient.encoded(address.toString()) + "/reset", keys.body());
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("address", address.toString());
      json.put("fingerprint", keys.fingerprint());
      terminal.json(json);
    } else {
      terminal.say("Reset " + address + ", new key " + keys.fingerprint() + ".");
      terminal.say("Next: cmtp login " + address);
    }
    return ExitCode.OK.number();
  }
}
