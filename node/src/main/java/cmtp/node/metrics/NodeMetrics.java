package cmtp.node.metrics;

import cmtp.node.delivery.DeliveryMeter;
import cmtp.node.keys.RemoteKeys;
import cmtp.node.mailbox.MailboxMeter;
import cmtp.node.net.ConnectionMeter;
import cmtp.node.routing.DomainResolver;
import cmtp.node.session.SessionMeter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** All that one node counts, in a registry of its own. */
public final class NodeMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final SessionMetrics sessions;
  private final DeliveryMetrics deliveries;
  private final JournalMetrics.Both journal;
  private final ContentMetrics contents;
  private final LookupMetrics lookups;

  /**
   * @param version of this program
   */
  public NodeMetrics(String version, Clock clock) {
    this.journal = JournalMetrics.Both.in(registry);
    this.sessions = new SessionMetrics(registry);
    this.deliveries = new DeliveryMetrics(registry, journal.queues(), clock);
    this.contents = new ContentMetrics(registry);
    this.lookups = new LookupMetrics(registry, clock);
    Info.builder()
        .name("cmtp_build_info")
        .help("What runs here")
        .labelNames("version")
        .register(registry)
        .addLabelValues(version);
    JvmMetrics.builder().register(registry);
  }

  public SessionMeter sessions() {
    return sessions;
  }

  public ConnectionMeter connections() {
    return sessions;
  }

  public DeliveryMeter deliveries() {
    return deliveries;
  }

  public MailboxMeter mailboxes() {
    return journal.mailboxes();
  }

  public ContentMetrics contents() {
    return contents;
  }

  /** The same, with every answer counted. */
  public DomainResolver countedResolver(DomainResolver resolver) {
    return lookups.resolver(resolver);
  }

  /** The same, with every answer counted. */
  public RemoteKeys countedKeys(RemoteKeys keys) {
    return lookups.keys(keys);
  }

  /** The room that is left where the node keeps what it keeps. */
  public void addDisk(Path directory) {
    gauge(
        "cmtp_data_free_bytes",
        "Room for the node on the disk of its data directory",
        () -> directory.toFile().getUsableSpace());
  }

  public void addReadiness(BooleanSupplier ready) {
    gauge("cmtp_ready", "Whether this process takes mail", () -> ready.getAsBoolean() ? 1 : 0);
  }

  /** Adds what is known of the cluster; the behaviors are to be spawned, and keep it up to date. */
  public List<Behavior<ShardWatch.Command>> addCluster(
      ActorSystem<?> system, List<EntityTypeKey<?>> types) {
    ClusterMetrics cluster = new ClusterMetrics(registry, system);
    return types.stream().map(cluster::watch).toList();
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(told -> told.call(value.getAsLong()))
        .register(registry);
  }

  /** All of it as text, in the form that is asked for. */
  public record Page(String contentType, byte[] text) {}

  /**
   * @param accept what the reader understands; may be empty
   */
  public Page page(String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept.isEmpty() ? null : accept);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Page(writer.getContentType(), out.toByteArray());
  }
}
