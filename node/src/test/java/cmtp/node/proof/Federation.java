package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.fail;

import cmtp.node.dns.AuthoritativeDns;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The nodes of a.test, b.test and c.test, and the name server that leads them to each other. */
final class Federation implements AutoCloseable {
  private static final long QUIET_SECONDS_MAX = 300;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final AuthoritativeDns dns;
  private final List<FederatedNode> nodes;

  private Federation(AuthoritativeDns dns, List<FederatedNode> nodes) {
    this.dns = dns;
    this.nodes = nodes;
  }

  static Federation start(Path folder) throws IOException {
    AuthoritativeDns dns = AuthoritativeDns.start(0, List.of());
    Federation federation =
        new Federation(
            dns,
            List.of(
                new FederatedNode("a.test", "127.0.1.1", folder, dns),
                new FederatedNode("b.test", "127.0.1.2", folder, dns),
                new FederatedNode("c.test", "127.0.1.3", folder, dns)));
    try {
      federation.nodes.parallelStream().forEach(Federation::start);
      return federation;
    } catch (RuntimeException failed) {
      federation.close();
      throw failed;
    }
  }

  private static void start(FederatedNode node) {
    try {
      node.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  List<FederatedNode> nodes() {
    return nodes;
  }

  FederatedNode node(String domain) {
    return nodes.stream().filter(node -> node.domain().equals(domain)).findFirst().orElseThrow();
  }

  /** Looks until no queue has anything left to do: no mail, no report, nothing to tidy. */
  void awaitQuiet() throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS_MAX);
    for (FederatedNode node : nodes) {
      String busy = busy(node);
      while (!busy.isEmpty()) {
        if (System.nanoTime() - until > 0) {
          fail(node.domain() + " still has work: " + busy);
        }
        LockSupport.parkNanos(LOOK_NANOS);
        busy = busy(node);
      }
    }
  }

  /** Asking each queue by name brings it back, if it is not in memory since the last start. */
  private String busy(FederatedNode node) throws IOException, InterruptedException {
    for (FederatedNode other : nodes) {
      if (other != node) {
        String path = "/v1/domains/" + other.domain();
        JsonNode queue = node.process().admin("GET", path, Map.of());
        if (queue.path("waiting").asInt(-1) != 0) {
          return queue.toString();
        }
      }
    }
    JsonNode working = node.process().admin("GET", "/v1/queue/summary", Map.of());
    boolean none = working.path("complete").asBoolean() && working.path("domains").isEmpty();
    return none ? "" : working.toString();
  }

  @Override
  public void close() throws IOException {
    nodes.parallelStream().forEach(FederatedNode::close);
    dns.close();
  }
}
