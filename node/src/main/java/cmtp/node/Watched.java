package cmtp.node;

import cmtp.node.cluster.Readiness;
import cmtp.node.metrics.NodeMetrics;
import cmtp.node.ops.DatabaseCheck;
import cmtp.node.ops.Health;
import cmtp.node.ops.Monitoring;
import cmtp.persistence.content.ContentStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What others see of a node from the first moment of its start to the end: health and metrics. */
final class Watched implements AutoCloseable {
  private final NodeMetrics metrics;
  private final Readiness readiness;
  private final AtomicReference<Health> database = new AtomicReference<>(Optional::empty);
  private final Optional<Monitoring> monitoring;

  private Watched(NodeSettings settings, NodeMetrics metrics, Readiness readiness) {
    this.metrics = metrics;
    this.readiness = readiness;
    metrics.addDisk(settings.dataDirectory());
    metrics.addReadiness(() -> whyNotReady().isEmpty());
    this.monitoring = settings.monitoring().map(this::listen);
  }

  /**
   * @throws StartException if the address can't be had
   */
  static Watched start(NodeSettings settings, String version, Readiness readiness, Clock clock) {
    return new Watched(settings, new NodeMetrics(version, clock), readiness);
  }

  private Optional<String> whyNotReady() {
    List<String> reasons = readiness.reasons();
    return reasons.isEmpty()
        ? database.get().whyNotReady()
        : Optional.of(String.join("; ", reasons));
  }

  private Monitoring listen(InetSocketAddress address) {
    try {
      return Monitoring.start(address, this::whyNotReady, this::page);
    } catch (IOException | RuntimeException taken) {
      throw new StartException(
          "can't listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + " for monitoring: is another node running there? Choose another"
              + " cmtp.monitoring.port, or off",
          taken);
    }
  }

  private Monitoring.Answer page(String accept) {
    NodeMetrics.Page page = metrics.page(accept);
    return new Monitoring.Answer(200, page.contentType(), page.text());
  }

  NodeMetrics metrics() {
    return metrics;
  }

  Optional<InetSocketAddress> address() {
    return monitoring.map(Monitoring::address);
  }

  /** The node serves; whether it goes on to be ready, the database decides. */
  void serving(ContentStore contents, Clock clock) {
    database.set(new DatabaseCheck(() -> contents.read(NO_CONTENT, 0, 1), clock));
  }

  /** Nobody has this content; looking for it needs the database all the same. */
  private static final long NO_CONTENT = 1;

  @Override
  public void close() {
    monitoring.ifPresent(Monitoring::close);
  }
}
