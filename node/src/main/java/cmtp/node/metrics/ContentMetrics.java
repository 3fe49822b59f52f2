package cmtp.node.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What the content store is given to write. */
public final class ContentMetrics {
  private final Gauge pendingWrites;
  private final Gauge pendingBytes;
  private final Counter bytes;
  private final Histogram seconds;
  private final CounterDataPoint overloads;
  private final CounterDataPoint failures;

  ContentMetrics(PrometheusRegistry registry) {
    this.pendingWrites =
        gauge("cmtp_content_pending_writes", "Chunks given to the store and not confirmed yet")
            .register(registry);
    this.pendingBytes = gauge("cmtp_content_pending_bytes", "Their bytes").register(registry);
    this.bytes =
        Counter.builder()
            .name("cmtp_content_written_bytes")
            .help("Bytes of mail written")
            .register(registry);
    this.seconds =
        Buckets.shortTimes(
            registry, "cmtp_content_write_duration_seconds", "From a chunk to its confirmation");
    Counter failed =
        Counter.builder()
            .name("cmtp_content_failures")
            .help("Requests that the content store refused or failed")
            .labelNames("reason")
            .register(registry);
    this.overloads = failed.labelValues("overloaded");
    this.failures = failed.labelValues("failed");
  }

  private static Gauge.Builder gauge(String name, String help) {
    return Gauge.builder().name(name).help(help);
  }

  public void writing(long length) {
    pendingWrites.inc();
    pendingBytes.inc(length);
  }

  public void written(long length, long millis) {
    ended(length);
    bytes.inc(length);
    seconds.observe(Buckets.seconds(millis));
  }

  public void notWritten(long length, boolean overloaded) {
    ended(length);
    failed(overloaded);
  }

  private void ended(long length) {
    pendingWrites.dec();
    pendingBytes.dec(length);
  }

  /** A read, a deletion or an id failed. */
  public void failed(boolean overloaded) {
    (overloaded ? overloads : failures).inc();
  }
}
