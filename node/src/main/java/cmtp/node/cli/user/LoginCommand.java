package cmtp.node.cli.user;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.HomeServer;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp login}: gets the sealed private key from the server and opens it here. */
@Command(
    name = "login",
    description = {
      "Get your private key from your server and keep it on this machine.",
      "Your password opens the key here; the server never sees it. Later commands don't ask again."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp login alice@localhost",
      "  cmtp login alice@example.org --server mail.example.org:2424",
      "  pass show mail | cmtp login alice@localhost --password-stdin"
    })
public final class LoginCommand implements Callable<Integer> {
  private static final int ATTEMPTS_MAX = 3;

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private ServerOptions servers;

  @Option(
      names = "--password-stdin",
      description = "The password is the first line of standard input.")
  private boolean passwordStdin;

  @Parameters(paramLabel = "ADDRESS", description = "Your address.")
  private String address;

  public LoginCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = AccountOption.home(terminal).account(Addresses.parse(address));
    ServerOptions.Met met = servers.meet(home, terminal);
    try (ServerLink link = met.link()) {
      Bytes xzibit = sealedKey(link, home);
      SigningKey key = opened(xzibit);
      link.authenticate(home.address(), met.server().device(), key);
      home.save(met.server());
      home.save(key);
      report(home, met, key);
      return ExitCode.OK.number();
    }
  }

  private Bytes sealedKey(ServerLink link, AccountHome home) throws IOException {
    return link.client()
        .login(home.address().toString())
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.AUTH,
                    "the server gives no key for "
                        + home.address()
                        + ": there is no such account, it is disabled, or there were too many"
                        + " logins in the last hour"));
  }

  private SigningKey opened(Bytes xzibit) {
    boolean typed = !passwordStdin && terminal.tty().in();
    for (int attempt = 1; attempt <= (typed ? ATTEMPTS_MAX : 1); attempt++) {
      Optional<SigningKey> key =
          Xzibit.open(xzibit, new Ask(terminal).password("Password: ", passwordStdin));
      if (key.isPresent()) {
        return key.get();
      }
      if (typed && attempt < ATTEMPTS_MAX) {
        terminal.note("That is not the password; try again.");
      }
    }
    throw new CliFailure(
        ExitCode.AUTH,
        "wrong password: it does not open the key; only its owner knows it, the operator can but"
            + " reset the account");
  }

  private void report(AccountHome home, ServerOptions.Met met, SigningKey key) {
    HomeServer server = met.server();
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("address", home.address().toString());
      json.put("server", server.address().toString());
      json.put("serverFingerprint", server.key().fingerprint());
      json.put("fingerprint", key.publicKey().fingerprint());
      json.put("home", home.folder().toString());
      terminal.json(json);
      return;
    }
    terminal.say("Logged in as " + home.address() + " at " + server.address() + ".");
    terminal.say("  your key     " + key.publicKey().fingerprint());
    terminal.say(
        "  server's key "
            + server.key().fingerprint()
            + (met.firstMeeting() ? "  (seen for the first time, pinned)" : ""));
    terminal.say("Next: cmtp inbox, cmtp send ADDRESS");
  }
}
