package cmtp.node.proof;

import cmtp.node.FederationSetup;
import cmtp.node.dns.AuthoritativeDns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One domain's node in a process of its own, which is killed and comes back at the same place. It
 * has a loopback address of its own: no connection of anybody else takes its port while it is away.
 */
final class FederatedNode implements AutoCloseable {
  private static final List<String> JAVA =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
  private static final long START_SECONDS_MAX = 120;

  private final String domain;
  private final String host;
  private final Path data;
  private final AuthoritativeDns dns;
  private int port;
  private volatile CompletableFuture<ServerProcess> running = new CompletableFuture<>();

  FederatedNode(String domain, String host, Path folder, AuthoritativeDns dns) {
    this.domain = domain;
    this.host = host;
    this.data = folder.resolve(domain);
    this.dns = dns;
  }

  String domain() {
    return domain;
  }

  /** Starts the process, at the port it had before, and puts it into the DNS. */
  void start() throws IOException {
    String[] settings =
        FederationSetup.settings(
            domain, dns, "cmtp.listen.interface=" + host, "cmtp.listen.port=" + port);
    ServerProcess process = ServerProcess.start(data, List.of(), JAVA, settings);
    port = process.address().getPort();
    FederationSetup.publish(dns, domain, process.address());
    running.complete(process);
  }

  /** The process, as soon as it is there. */
  ServerProcess process() throws InterruptedException {
    try {
      return running.get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException absent) {
      throw new AssertionError(domain + " is not running", absent);
    }
  }

  /** {@code kill -9}; until the next start nobody gets the process. */
  void kill() throws InterruptedException {
    ServerProcess process = process();
    running = new CompletableFuture<>();
    process.kill();
  }

  @Override
  public void close() {
    if (running.isDone()) {
      running.join().close();
    }
  }
}
