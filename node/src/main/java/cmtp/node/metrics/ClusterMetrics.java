package cmtp.node.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;

/** The cluster as this process sees it, and what of it runs here. */
final class ClusterMetrics {
  private static final List<MemberStatus> STATUSES =
      List.of(
          MemberStatus.joining(),
          MemberStatus.weaklyUp(),
          MemberStatus.up(),
          MemberStatus.leaving(),
          MemberStatus.exiting(),
          MemberStatus.down());

  private final Gauge shards;
  private final Gauge entities;

  ClusterMetrics(PrometheusRegistry registry, ActorSystem<?> system) {
    Cluster cluster = Cluster.get(system);
    GaugeWithCallback.builder()
        .name("cmtp_cluster_members")
        .help("Processes of the cluster, as this one sees it")
        .labelNames("status")
        .callback(told -> STATUSES.forEach(s -> told.call(count(cluster, s), label(s))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cmtp_cluster_unreachable_members")
        .help("Processes of the cluster that do not answer")
        .callback(told -> told.call(cluster.state().unreachable().size()))
        .register(registry);
    this.shards = gauge("cmtp_shards", "Shards on this process").register(registry);
    this.entities =
        gauge("cmtp_entities", "Mailboxes, directories and queues in memory").register(registry);
  }

  private static Gauge.Builder gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).labelNames("type");
  }

  private static long count(Cluster cluster, MemberStatus status) {
    Iterable<Member> members = cluster.state().getMembers();
    return StreamSupport.stream(members.spliterator(), false)
        .filter(member -> member.status().equals(status))
        .count();
  }

  private static String label(MemberStatus status) {
    return status.toString().toLowerCase(Locale.ROOT);
  }

  /** An actor that keeps what runs here of one type up to date. */
  Behavior<ShardWatch.Command> watch(EntityTypeKey<?> type) {
    return ShardWatch.create(
        type, shards.labelValues(type.name()), entities.labelValues(type.name()));
  }
}
