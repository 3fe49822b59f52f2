package cmtp.node.routing;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;

/**
 * Several name servers as one: a server that is silent, or answers with an error, makes the next
 * one be asked, and the one that answered last is asked first. What is set here is set for each of
 * them; the validator sets what makes servers send signatures.
 */
final class NameServers implements Resolver {
  /** Largest answer that is sure to pass in one piece; a longer one is asked for over TCP. */
  private static final int UDP_BYTES_MAX = 1232;

  /** Sent at most so often, or once to each server. */
  private static final int ATTEMPTS_MAX = 4;

  private final List<SimpleResolver> servers;
  private final Duration attemptMax;
  private final Executor executor;
  private final AtomicInteger first = new AtomicInteger();

  NameServers(List<InetSocketAddress> addresses, Duration attemptMax, Executor executor) {
    this.servers = addresses.stream().map(SimpleResolver::new).toList();
    this.attemptMax = attemptMax;
    this.executor = executor;
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no name servers");
    }
    setEDNS(0, UDP_BYTES_MAX, 0, List.of());
    setTimeout(attemptMax);
  }

  /** On our own threads; the validator asks for keys without saying on which. */
  @Override
  public CompletionStage<Message> sendAsync(Message query) {
    return attempt(query, first.get(), 1);
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor ignored) {
    return sendAsync(query);
  }

  private CompletionStage<Message> attempt(Message query, int server, int attempt) {
    return servers
        .get(server)
        .sendAsync(query, executor)
        .toCompletableFuture()
        // The library looks for its own time-outs only once a second.
        .orTimeout(attemptMax.toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync((answer, failure) -> next(query, server, attempt, answer, failure), executor)
        .thenCompose(Function.identity());
  }

  private CompletionStage<Message> next(
      Message query, int server, int attempt, Message answer, Throwable failure) {
    if (failure == null && usable(answer)) {
      first.set(server);
      return CompletableFuture.completedStage(answer);
    }
    int attempts = failure == null ? servers.size() : attemptsMax();
    if (attempt < attempts) {
      return attempt(query, (server + 1) % servers.size(), attempt + 1);
    }
    return failure == null
        ? CompletableFuture.completedStage(answer)
        : CompletableFuture.failedStage(failure);
  }

  private int attemptsMax() {
    return Math.max(ATTEMPTS_MAX, servers.size());
  }

  /** An error is an answer, too, but another server may know better. */
  private static boolean usable(Message answer) {
    int code = answer.getRcode();
    return (code == Rcode.NOERROR || code == Rcode.NXDOMAIN)
        && !answer.getHeader().getFlag(Flags.TC);
  }

  @Override
  public void setPort(int port) {
    servers.forEach(server -> server.setPort(port));
  }

  @Override
  public void setTCP(boolean flag) {
    servers.forEach(server -> server.setTCP(flag));
  }

  @Override
  public void setIgnoreTruncation(boolean flag) {
    servers.forEach(server -> server.setIgnoreTruncation(flag));
  }

  @Override
  public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
    int bytes = payloadSize == 0 ? UDP_BYTES_MAX : payloadSize;
    servers.forEach(server -> server.setEDNS(version, bytes, flags, options));
  }

  @Override
  public void setTSIGKey(TSIG key) {
    servers.forEach(server -> server.setTSIGKey(key));
  }

  @Override
  public void setTimeout(Duration timeout) {
    servers.forEach(server -> server.setTimeout(timeout));
  }
}
