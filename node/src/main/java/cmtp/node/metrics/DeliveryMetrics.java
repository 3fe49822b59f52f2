package cmtp.node.metrics;

import cmtp.node.delivery.DeliveryMeter;
import cmtp.protocol.address.DomainName;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What goes out. What the queues on this process hold is kept by domain and summed when it is read;
 * no domain is ever a label.
 */
final class DeliveryMetrics implements DeliveryMeter {
  private final Map<DomainName, Load> loads = new ConcurrentHashMap<>();
  private final Clock clock;
  private final JournalMetrics journal;
  private final Counter relayed;
  private final Histogram relaySeconds;
  private final Counter deferred;
  private final Counter failed;
  private final Counter bounced;
  private final Counter disputes;
  private final DistributionDataPoint served;
  private final DistributionDataPoint unserved;

  DeliveryMetrics(PrometheusRegistry registry, JournalMetrics journal, Clock clock) {
    this.clock = clock;
    this.journal = journal;
    this.relayed = counter(registry, "cmtp_messages_relayed", "Messages other nodes took");
    this.relaySeconds =
        Buckets.longTimes(
            registry, "cmtp_relay_duration_seconds", "From accepted here to taken there");
    this.deferred = counter(registry, "cmtp_messages_deferred", "Messages to be tried again");
    this.failed = counter(registry, "cmtp_messages_failed", "Messages that failed for good");
    this.bounced = counter(registry, "cmtp_messages_bounced", "Reports of failures written");
    this.disputes = counter(registry, "cmtp_key_disputes", "Nodes seen under another key");
    Histogram attempts =
        Buckets.shortTimes(
            registry,
            "cmtp_delivery_attempt_duration_seconds",
            "Life of connections to other nodes",
            "result");
    this.served = attempts.labelValues("served");
    this.unserved = attempts.labelValues("failed");
    registerLoads(registry);
  }

  private static Counter counter(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  private void registerLoads(PrometheusRegistry registry) {
    gauge(registry, "cmtp_queue_domains", "Domains that mail waits for", l -> 1);
    gauge(registry, "cmtp_queue_messages", "Messages that wait", Load::messages);
    gauge(registry, "cmtp_queue_bytes", "Bytes of messages that wait", Load::bytes);
    gauge(
        registry,
        "cmtp_queue_disputed_domains",
        "Domains whose mail waits for the operator's word about a key",
        load -> load.keyDisputed() ? 1 : 0);
    GaugeWithCallback.builder()
        .name("cmtp_queue_oldest_age_seconds")
        .help("Age of the oldest message that waits")
        .callback(told -> told.call(Buckets.seconds(oldestMillis())))
        .register(registry);
  }

  private void gauge(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<Load> part) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(told -> told.call(sum(part)))
        .register(registry);
  }

  private double sum(ToDoubleFunction<Load> part) {
    return loads.values().stream().filter(l -> l.messages() > 0).mapToDouble(part).sum();
  }

  private long oldestMillis() {
    long nowMs = clock.millis();
    return loads.values().stream()
        .filter(load -> load.oldestMs() > 0)
        .mapToLong(load -> nowMs - load.oldestMs())
        .max()
        .orElse(0);
  }

  @Override
  public void load(DomainName domain, Load load) {
    if (load.messages() == 0) {
      loads.remove(domain);
    } else {
      loads.put(domain, load);
    }
  }

  @Override
  public void relayed(long millis) {
    relayed.inc();
    relaySeconds.observe(Buckets.seconds(millis));
  }

  @Override
  public void deferred() {
    deferred.inc();
  }

  @Override
  public void failed() {
    failed.inc();
  }

  @Override
  public void bounced() {
    bounced.inc();
  }

  @Override
  public void attempted(boolean wasServed, long millis) {
    (wasServed ? served : unserved).observe(Buckets.seconds(millis));
  }

  @Override
  public void keyDisputed() {
    disputes.inc();
  }

  @Override
  public void persisted(long millis) {
    journal.persisted(millis);
  }

  @Override
  public void persistFailed() {
    journal.persistFailed();
  }
}
