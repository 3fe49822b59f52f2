package cmtp.node.metrics;

import cmtp.node.keys.RemoteKeys;
import cmtp.node.routing.DomainResolver;
import cmtp.node.routing.Resolution;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;

/** Counts what others are asked: name servers for domains, nodes for their users' keys. */
final class LookupMetrics {
  private final CounterDataPoint found;
  private final CounterDataPoint nowhere;
  private final CounterDataPoint unresolved;
  private final Histogram seconds;
  private final CounterDataPoint keysFound;
  private final CounterDataPoint noKeys;
  private final CounterDataPoint keysUnavailable;
  private final Clock clock;

  LookupMetrics(PrometheusRegistry registry, Clock clock) {
    this.clock = clock;
    Counter dns = counter(registry, "cmtp_dns_lookups", "Domains looked up, or remembered");
    this.found = dns.labelValues("found");
    this.nowhere = dns.labelValues("nowhere");
    this.unresolved = dns.labelValues("unresolved");
    this.seconds =
        Buckets.shortTimes(
            registry, "cmtp_dns_lookup_duration_seconds", "All questions about one domain");
    Counter keys = counter(registry, "cmtp_key_lookups", "Other nodes asked for a user's key");
    this.keysFound = keys.labelValues("found");
    this.noKeys = keys.labelValues("none");
    this.keysUnavailable = keys.labelValues("unavailable");
  }

  private static Counter counter(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).help(help).labelNames("result").register(registry);
  }

  DomainResolver resolver(DomainResolver resolver) {
    return domain -> {
      long startedMs = clock.millis();
      return resolver
          .resolve(domain)
          .whenComplete((resolution, failure) -> resolved(resolution, startedMs));
    };
  }

  private void resolved(Resolution resolution, long startedMs) {
    seconds.observe(Buckets.seconds(clock.millis() - startedMs));
    if (resolution instanceof Resolution.Found) {
      found.inc();
    } else {
      (resolution instanceof Resolution.NoSuchDomain ? nowhere : unresolved).inc();
    }
  }

  RemoteKeys keys(RemoteKeys keys) {
    return address -> keys.find(address).whenComplete((answer, failure) -> answered(answer));
  }

  private void answered(RemoteKeys.Answer answer) {
    if (answer instanceof RemoteKeys.Found) {
      keysFound.inc();
    } else {
      (answer instanceof RemoteKeys.NoKey ? noKeys : keysUnavailable).inc();
    }
  }
}
