package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Status;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Hands over messages as a client does that knows several servers: after a transient refusal, a
 * closed connection or silence it sends the same bytes again, to the next one. For one thread.
 */
final class Courier implements Closeable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Ledger ledger;
  private final Supplier<InetSocketAddress> servers;
  private final Duration silence;
  private final Optional<User> user;
  private CmtpClient connection;
  private int again;

  /**
   * @param silence for which a server is waited for
   * @param user who opens sessions; empty for a stranger
   */
  Courier(
      Ledger ledger, Supplier<InetSocketAddress> servers, Duration silence, Optional<User> user) {
    this.ledger = ledger;
    this.servers = servers;
    this.silence = silence;
    this.user = user;
  }

  /** Whether it was acknowledged before the patience was over. */
  boolean handOver(Sent sent, Duration patience) {
    ledger.trying(sent);
    long startedNanos = System.nanoTime();
    while (System.nanoTime() - startedNanos < patience.toNanos()
        && !Thread.currentThread().isInterrupted()) {
      if (attempt(sent)) {
        ledger.acknowledged(sent, Duration.ofNanos(System.nanoTime() - startedNanos));
        return true;
      }
      disconnect();
      again++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  /** How often something was sent once more. */
  int again() {
    return again;
  }

  private boolean attempt(Sent sent) {
    try {
      if (connection == null) {
        connection = connect(servers.get());
      }
      MailOutcome outcome = connection.mail(sent.message(), bytes -> {});
      if (outcome instanceof MailOutcome.Refused refused && refused.permanent()) {
        throw new AssertionError("refused for good: " + refused.reason());
      }
      return !(outcome instanceof MailOutcome.Refused);
    } catch (RefusedException refused) {
      if (refused.status() != Status.TRYLATER) {
        throw new AssertionError("no session: " + refused.getMessage(), refused);
      }
      return false;
    } catch (IOException broken) {
      return false;
    }
  }

  private CmtpClient connect(InetSocketAddress server) throws IOException {
    return user.isPresent()
        ? ServerProcess.session(server, user.get(), silence)
        : ServerProcess.connect(server, silence);
  }

  void disconnect() {
    CmtpClient closing = connection;
    connection = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException gone) {
        // it is closed all the same
      }
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
