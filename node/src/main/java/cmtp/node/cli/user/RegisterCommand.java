package cmtp.node.cli.user;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp register}: makes the keys here and opens an account with an invitation. */
@Command(
    name = "register",
    description = {
      "Open an account with an invitation code.",
      "The keys are made on this machine; the server gets the public one, and the private one"
          + " sealed under your password."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp register carol@localhost --invite K7Q2-9FXM",
      "  cmtp register carol@example.org --invite K7Q2-9FXM --server mail.example.org"
    })
public final class RegisterCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private ServerOptions servers;

  @Option(
      names = "--invite",
      required = true,
      paramLabel = "CODE",
      description = "The code that the operator gave you.")
  private String code;

  @Option(
      names = "--password-stdin",
      description = "The password is the first line of standard input.")
  private boolean passwordStdin;

  @Parameters(paramLabel = "ADDRESS", description = "The address you were invited for.")
  private String address;

  public RegisterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = AccountOption.home(terminal).account(Addresses.parse(address));
    if (home.isLoggedIn()) {
      throw new CliFailure(
          ExitCode.USAGE,
          home.address() + " is logged in here already; run `cmtp logout` first if you mean it");
    }
    ServerOptions.Met met = servers.meet(home, terminal);
    try (ServerLink link = met.link()) {
      SigningKey key = SigningKey.generate(terminal.random());
      Password password = new Ask(terminal).newPassword("Choose a password: ", passwordStdin);
      link.client().call(request(home.address(), key, password));
      link.authenticate(home.address(), met.server().device(), key);
      home.save(met.server());
      home.save(key);
      report(home, met, key);
      return ExitCode.OK.number();
    }
  }

  private X1Command request(Address address, SigningKey key, Password password) {
    Bytes record =
        KeyRecord.first(key, address.account(), address.domain(), terminal.nowMillis()).bytes();
    Bytes xzibit = Xzibit.seal(key, password, terminal.random());
    return new X1Command.Register(address.toString(), code.strip(), record, xzibit);
  }

  private void report(AccountHome home, ServerOptions.Met met, SigningKey key) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("address", home.address().toString());
      json.put("server", met.server().address().toString());
      json.put("serverFingerprint", met.server().key().fingerprint());
      json.put("fingerprint", key.publicKey().fingerprint());
      terminal.json(json);
      return;
    }
    terminal.say("The account " + home.address() + " is yours, and you are logged in here.");
    terminal.say("  your key     " + key.publicKey().fingerprint());
    terminal.say("  server's key " + met.server().key().fingerprint());
    terminal.say("Nobody can recover your password: without it your mail stays closed for ever.");
  }
}
