package cmtp.node.metrics;

import cmtp.node.mailbox.MailboxMeter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What one kind of entity puts into the journal. */
final class JournalMetrics implements MailboxMeter {
  private final DistributionDataPoint seconds;
  private final CounterDataPoint failures;

  private JournalMetrics(Histogram seconds, Counter failures, String entity) {
    this.seconds = seconds.labelValues(entity);
    this.failures = failures.labelValues(entity);
  }

  /** Those of mailboxes and of queues. */
  record Both(JournalMetrics mailboxes, JournalMetrics queues) {
    static Both in(PrometheusRegistry registry) {
      Histogram seconds =
          Buckets.shortTimes(
              registry,
              "cmtp_journal_persist_duration_seconds",
              "From a decision until the journal has it",
              "entity");
      Counter failures =
          Counter.builder()
              .name("cmtp_journal_failures")
              .help("Events that the journal did not confirm")
              .labelNames("entity")
              .register(registry);
      return new Both(
          new JournalMetrics(seconds, failures, "mailbox"),
          new JournalMetrics(seconds, failures, "queue"));
    }
  }

  @Override
  public void persisted(long millis) {
    seconds.observe(Buckets.seconds(millis));
  }

  @Override
  public void persistFailed() {
    failures.inc();
  }
}
