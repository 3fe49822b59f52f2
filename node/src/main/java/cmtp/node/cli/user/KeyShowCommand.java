package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.HomeServer;
import cmtp.node.cli.home.Pin;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp key show}: fingerprints to compare. */
@Command(
    name = "show",
    description =
        "Show the fingerprints of your key, of your server's, and of your correspondents' keys"
            + " with the day each was pinned. Compare them over another way, like the telephone.",
    footer = {"", "Examples:", "  cmtp key show", "  cmtp key show --json"})
public final class KeyShowCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  public KeyShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    Optional<SigningKey> key = home.key();
    Optional<HomeServer> server = home.server();
    if (key.isEmpty() && server.isEmpty()) {
      throw new CliFailure(
          ExitCode.AUTH, "nothing is known here of " + home.address() + ": run `cmtp login` first");
    }
    List<Pin> pins = home.pins();
    if (common.json()) {
      terminal.json(json(home, key, server, pins));
      return ExitCode.OK.number();
    }
    key.ifPresent(own -> line("you", home.address().toString(), own.publicKey(), 0));
    server.ifPresent(at -> line("server", at.address().toString(), at.key(), at.sinceMillis()));
    pins.forEach(pin -> line("pinned", pin.address().toString(), pin.key(), pin.sinceMillis()));
    return ExitCode.OK.number();
  }

  private void line(String role, String who, VerifyKey key, long sinceMillis) {
    String since =
        sinceMillis == 0 ? "" : "  since " + Dates.text(sinceMillis / 1000, terminal).split(" ")[0];
    terminal.say(String.format("%-7s %-30s %s%s", role, who, key.fingerprint(), since));
  }

  private static Map<String, Object> json(
      AccountHome home, Optional<SigningKey> key, Optional<HomeServer> server, List<Pin> pins) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", home.address().toString());
    key.ifPresent(own -> put(json, own.publicKey()));
    server.ifPresent(
        at -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("address", at.address().toString());
          put(one, at.key());
          one.put("since", Dates.iso(at.sinceMillis()));
          json.put("server", one);
        });
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Pin pin : pins) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("address", pin.address().toString());
      put(one, pin.key());
      one.put("since", Dates.iso(pin.sinceMillis()));
      rows.add(one);
    }
    json.put("pins", rows);
    return json;
  }

  private static void put(Map<String, Object> json, VerifyKey key) {
    json.put("fingerprint", key.fingerprint());
    json.put("key", key.base64());
  }
}
