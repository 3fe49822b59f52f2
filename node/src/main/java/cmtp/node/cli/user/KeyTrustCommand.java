package cmtp.node.cli.user;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.HomeServer;
import cmtp.node.cli.mail.PinDecision;
import cmtp.node.cli.session.Correspondents;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp key trust}: the user's word that a changed key is right. */
@Command(
    name = "trust",
    description = {
      "Pin the key that a correspondent, or with --server your server, has now.",
      "Do this only after they have told you the new fingerprint over another way."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp key trust bob@localhost",
      "  cmtp key trust --server --as alice@localhost"
    })
public final class KeyTrustCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "Whose key.")
  private String address;

  @Option(names = "--server", description = "The key of your own server.")
  private boolean server;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  public KeyTrustCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (server == (address != null)) {
      throw new CliFailure(ExitCode.USAGE, "name either an ADDRESS or --server");
    }
    AccountHome home = account.chosen(terminal);
    return (server ? trustServer(home) : trust(home, Addresses.parse(address, home.address())))
        .number();
  }

  private ExitCode trustServer(AccountHome home) throws IOException {
    HomeServer known =
        home.server()
            .orElseThrow(
                () ->
                    new CliFailure(
                        ExitCode.AUTH, "no server is known here: run `cmtp login` first"));
    try (ServerLink link = ServerLink.connect(known.address(), terminal)) {
      VerifyKey shown = link.client().fetchServerKey();
      if (!shown.equals(known.key()) && !agreed(known.address().toString(), known.key(), shown)) {
        return ExitCode.KEY_CHANGED;
      }
      home.save(new HomeServer(known.address(), shown, terminal.nowMillis(), known.device()));
      report(known.address().toString(), shown);
      return ExitCode.OK;
    }
  }

  private ExitCode trust(AccountHome home, Address correspondent) throws IOException {
    Correspondents correspondents = new Correspondents(home, terminal.nowMillis());
    PinDecision decision;
    try (ServerLink link = ServerLink.open(home, terminal)) {
      decision = correspondents.look(link.client(), correspondent);
    }
    if (decision instanceof PinDecision.Missing missing) {
      throw new CliFailure(ExitCode.NOT_FOUND, Printable.line(missing.reason()));
    }
    if (decision instanceof PinDecision.Unusable unusable) {
      throw new CliFailure(ExitCode.REFUSED, unusable.reason());
    }
    if (decision instanceof PinDecision.Changed changed) {
      VerifyKey offered = changed.chain().newest().key();
      if (!agreed(correspondent.toString(), changed.pinned(), offered)) {
        return ExitCode.KEY_CHANGED;
      }
      correspondents.trust(correspondent, offered);
    } else {
      correspondents.remember(correspondent, decision);
    }
    Optional<VerifyKey> pinned = home.pin(correspondent).map(pin -> pin.key());
    pinned.ifPresent(key -> report(correspondent.toString(), key));
    return ExitCode.OK;
  }

  private boolean agreed(String who, VerifyKey pinned, VerifyKey offered) {
    terminal.note("The key of " + who + " has changed:");
    terminal.note("  pinned  " + pinned.fingerprint());
    terminal.note("  now     " + offered.fingerprint());
    if (yes) {
      return true;
    }
    boolean agreed = new Ask(terminal).confirm("Trust the new key from now on?");
    if (!agreed) {
      terminal.note("Nothing is changed.");
    }
    return agreed;
  }

  private void report(String who, VerifyKey key) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("address", who);
      json.put("fingerprint", key.fingerprint());
      terminal.json(json);
    } else {
      terminal.say("Pinned for " + who + ": " + key.fingerprint());
    }
  }
}
