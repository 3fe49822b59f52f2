package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.HomeServer;
import cmtp.node.cli.home.ServerAddress;
import cmtp.node.cli.session.Failures;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.client.ClientException;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the account's server is, and whether it is the right one. */
final class ServerOptions {
  private static final int DEVICE_LENGTH_MAX = 64;

  @Option(
      names = "--server",
      paramLabel = "HOST[:PORT]",
      description = "The account's server; remembered. Port 2424 unless given.")
  String server;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description =
          "The fingerprint that the server's key must have, as its operator tells it; spaces don't"
              + " matter.")
  String fingerprint;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "This machine's name for the server; its host name unless given.")
  String device;

  /** A secured link to a server whose key is pinned, or fits the fingerprint, or is new here. */
  record Met(ServerLink link, HomeServer server, boolean firstMeeting) {}

  Met meet(AccountHome home, Terminal terminal) throws IOException {
    Optional<HomeServer> known = home.server();
    ServerAddress address = address(home, known);
    ServerLink link = ServerLink.connect(address, terminal);
    try {
      VerifyKey key = link.client().fetchServerKey();
      check(key);
      if (known.isPresent() && !known.get().key().equals(key)) {
        follow(home, known.get(), key, link, terminal);
      }
      link.client().secure();
      long since = known.map(HomeServer::sinceMillis).orElse(terminal.nowMillis());
      HomeServer server = new HomeServer(address, key, since, device(terminal));
      return new Met(link, server, known.isEmpty());
    } catch (RefusedException refused) {
      link.close();
      throw Failures.of(refused);
    } catch (ClientException broken) {
      link.close();
      throw Failures.of(broken);
    } catch (IOException | RuntimeException failed) {
      link.close();
      throw failed;
    }
  }

  private void check(VerifyKey key) {
    if (fingerprint != null && !plain(fingerprint).equals(plain(key.fingerprint()))) {
      throw new CliFailure(
          ExitCode.KEY_CHANGED,
          "this is not the server that was meant: its key has the fingerprint "
              + key.fingerprint());
    }
  }

  private static void follow(
      AccountHome home, HomeServer known, VerifyKey key, ServerLink link, Terminal terminal)
      throws IOException {
    if (!link.isSuccessor(known.key(), key, terminal)) {
      throw new CliFailure(
          ExitCode.KEY_CHANGED,
          "the server shows another key ("
              + key.fingerprint()
              + ") than the pinned one ("
              + known.key().fingerprint()
              + "): ask the operator for the fingerprint, and only then run `cmtp key trust --server"
              + " --as "
              + home.address()
              + "`");
    }
    terminal.note("The server has a new key, confirmed by its old one; it is pinned now.");
  }

  private static String plain(String fingerprint) {
    return fingerprint.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
  }

  private ServerAddress address(AccountHome home, Optional<HomeServer> known) {
    if (server != null) {
      return ServerAddress.parse(server)
          .orElseThrow(
              () ->
                  new CliFailure(
                      ExitCode.USAGE, "--server takes HOST or HOST:PORT, not \"" + server + "\""));
    }
    return known
        .map(HomeServer::address)
        .or(() -> ServerAddress.wellKnown(home.address().domain()))
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.USAGE,
                    "where is the server of "
                        + home.address().domain()
                        + "? Give it with --server HOST:PORT; it is remembered"));
  }

  private String device(Terminal terminal) {
    String name =
        device != null ? device : terminal.variable("HOSTNAME").orElseGet(ServerOptions::hostName);
    String line = name.replaceAll("\\p{Cntrl}", "").strip();
    return line.length() <= DEVICE_LENGTH_MAX ? line : line.substring(0, DEVICE_LENGTH_MAX);
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException unknown) {
      return "unnamed";
    }
  }
}
