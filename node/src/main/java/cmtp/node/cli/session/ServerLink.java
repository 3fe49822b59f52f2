package cmtp.node.cli.session;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.HomeServer;
import cmtp.node.cli.home.ServerAddress;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.ClientException;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A connection to a home server, inside a secure channel once it is open. */
public final class ServerLink implements Closeable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final CmtpClient client;
  private final ServerAddress address;

  private ServerLink(CmtpClient client, ServerAddress address) {
    this.client = client;
    this.address = address;
  }

  /**
   * Connects in clear, with no key trusted yet.
   *
   * @throws CliFailure with {@link ExitCode#UNREACHABLE} if nobody answers there
   */
  public static ServerLink connect(ServerAddress address, Terminal terminal) {
    InetSocketAddress target = address.resolve();
    if (target.isUnresolved()) {
      throw new CliFailure(
          ExitCode.UNREACHABLE,
          "there is no host called " + address.host() + "; give the right one with --server");
    }
    try {
      return new ServerLink(CmtpClient.connect(target, TIMEOUT, terminal.random()), address);
    } catch (ClientException notOurs) {
      throw new CliFailure(
          ExitCode.UNREACHABLE, "at " + address + ": " + notOurs.getMessage(), notOurs);
    } catch (IOException refused) {
      throw new CliFailure(
          ExitCode.UNREACHABLE,
          "no server answers at "
              + address
              + ": check that the node is running there, or give another one with --server",
          refused);
    }
  }

  /**
   * Connects, checks the server's pinned key, and proves that this is the account's user.
   *
   * @throws CliFailure if not logged in, the key differs, or the account is not accepted
   */
  public static ServerLink open(AccountHome home, Terminal terminal) throws IOException {
    SigningKey key =
        home.key()
            .orElseThrow(
                () ->
                    new CliFailure(
                        ExitCode.AUTH,
                        "not logged in: run `cmtp login " + home.address() + "` first"));
    HomeServer server =
        home.server()
            .orElseThrow(
                () ->
                    new CliFailure(
                        ExitCode.AUTH,
                        "no server is known: run `cmtp login " + home.address() + "` first"));
    ServerLink link = secured(home, server, terminal);
    try {
      link.authenticate(home.address(), server.device(), key);
      return link;
    } catch (IOException | RuntimeException failed) {
      link.close();
      throw failed;
    }
  }

  public CmtpClient client() {
    return client;
  }

  public ServerAddress address() {
    return address;
  }

  /**
   * AUTH and PROVE.
   *
   * @throws CliFailure with {@link ExitCode#AUTH} if the server does not accept it
   */
  public void authenticate(Address user, String device, SigningKey key) throws IOException {
    try {
      client.authenticate(user.toString(), device, key);
    } catch (RefusedException refused) {
      throw notAccepted(user, refused);
    }
  }

  private static CliFailure notAccepted(Address user, RefusedException refused) {
    if (refused.status() == Status.DENIED) {
      return new CliFailure(
          ExitCode.AUTH, "the account " + user + " is disabled; ask its operator", refused);
    }
    if (refused.status() == Status.BADSIG) {
      return new CliFailure(
          ExitCode.AUTH,
          "the server does not accept this key for "
              + user
              + ": the account was reset or removed; log in again with `cmtp login "
              + user
              + "`",
          refused);
    }
    return Failures.of(refused);
  }

  private static ServerLink secured(AccountHome home, HomeServer server, Terminal terminal)
      throws IOException {
    ServerLink link = connect(server.address(), terminal);
    try {
      link.client.trust(server.key());
      link.client.secure();
      return link;
    } catch (RefusedException refused) {
      link.close();
      throw refused;
    } catch (ClientException suspicious) {
      link.close();
      HomeServer successor =
          successor(server, terminal)
              .orElseThrow(() -> changed(home, server, terminal, suspicious));
      home.save(successor);
      terminal.note("The server has a new key, confirmed by its old one; it is pinned now.");
      return secured(home, successor, terminal);
    } catch (IOException broken) {
      link.close();
      throw broken;
    }
  }

  /** Whether the server's key is simply the next one of its chain. */
  private static Optional<HomeServer> successor(HomeServer server, Terminal terminal)
      throws IOException {
    try (ServerLink link = connect(server.address(), terminal)) {
      VerifyKey shown = link.client.fetchServerKey();
      return !shown.equals(server.key())
              && link.chain(terminal).filter(chain -> leads(chain, server.key(), shown)).isPresent()
          ? Optional.of(
              new HomeServer(server.address(), shown, server.sinceMillis(), server.device()))
          : Optional.empty();
    } catch (ClientException noAnswer) {
      return Optional.empty();
    }
  }

  /**
   * Whether the key that this server shows is confirmed by the pinned one.
   *
   * @param shown as {@link CmtpClient#fetchServerKey} gave it
   */
  public boolean isSuccessor(VerifyKey pinned, VerifyKey shown, Terminal terminal)
      throws IOException {
    return chain(terminal).filter(chain -> leads(chain, pinned, shown)).isPresent();
  }

  private static boolean leads(RecordChain<ServerRecord> chain, VerifyKey from, VerifyKey to) {
    return chain.newest().key().equals(to) && chain.passesThrough(from);
  }

  /** The server's keys from its first to its newest, if they are about this server and hold. */
  public Optional<RecordChain<ServerRecord>> chain(Terminal terminal) throws IOException {
    try {
      return RecordChain.ofServers(
              client
                  .call(new X1Command.GetRecord(ServerRecord.TYPE, "", ""), Payload.Records::decode)
                  .newestFirst())
          .filter(chain -> chain.newest().domain().equals(client.domain()))
          .filter(chain -> chain.newest().record().isValidAt(terminal.nowMillis()));
    } catch (RefusedException none) {
      return Optional.empty();
    }
  }

  private static CliFailure changed(
      AccountHome home, HomeServer server, Terminal terminal, ClientException suspicious) {
    try (ServerLink link = connect(server.address(), terminal)) {
      VerifyKey shown = link.client.fetchServerKey();
      if (shown.equals(server.key())) {
        return Failures.of(suspicious);
      }
      return new CliFailure(
          ExitCode.KEY_CHANGED,
          "the server at "
              + server.address()
              + " shows another key ("
              + shown.fingerprint()
              + ") than the pinned one ("
              + server.key().fingerprint()
              + "): somebody may stand between; ask the operator for the fingerprint, and only then"
              + " run `cmtp key trust --server --as "
              + home.address()
              + "`",
          suspicious);
    } catch (IOException noAnswer) {
      return Failures.of(suspicious);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
