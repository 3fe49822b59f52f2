package cmtp.node.metrics;

import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Asks the sharding now and then what of one type runs on this process: whoever reads the metrics
 * can't wait for that answer, and it isn't free.
 */
public final class ShardWatch extends AbstractBehavior<ShardWatch.Command> {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** What the watch tells itself. */
  public sealed interface Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private record Seen(CurrentShardRegionState state) implements Command {}

  private final EntityTypeKey<?> type;
  private final GaugeDataPoint shards;
  private final GaugeDataPoint entities;
  private final ActorRef<CurrentShardRegionState> seen;

  static Behavior<Command> create(
      EntityTypeKey<?> type, GaugeDataPoint shards, GaugeDataPoint entities) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Look.INSTANCE, Duration.ZERO, INTERVAL);
          return Behaviors.setup(context -> new ShardWatch(context, type, shards, entities));
        });
  }

  private ShardWatch(
      ActorContext<Command> context,
      EntityTypeKey<?> type,
      GaugeDataPoint shards,
      GaugeDataPoint entities) {
    super(context);
    this.type = type;
    this.shards = shards;
    this.entities = entities;
    this.seen = context.messageAdapter(CurrentShardRegionState.class, Seen::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .build();
  }

  private Behavior<Command> onLook() {
    ClusterSharding.get(getContext().getSystem())
        .shardState()
        .tell(new GetShardRegionState(type, seen));
    return this;
  }

  private Behavior<Command> onSeen(Seen message) {
    var running = message.state().getShards();
    shards.set(running.size());
    entities.set(running.stream().mapToInt(shard -> shard.getEntityIds().size()).sum());
    return this;
  }
}
