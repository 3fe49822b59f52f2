package cmtp.node.delivery;

import cmtp.protocol.address.DomainName;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Queues behind cluster sharding: each runs once in the whole cluster. They are remembered: one
 * with work comes back after a crash without being spoken to. Only a queue itself says when it may
 * leave memory.
 */
public final class ShardedRemoteDomains implements RemoteDomains {
  public static final EntityTypeKey<RemoteDomain.Command> QUEUE =
      EntityTypeKey.create(RemoteDomain.Command.class, "RemoteDomain");

  /** Of the entities. */
  public static final EntityTypeKey<?> TYPE = QUEUE;

  private final ClusterSharding sharding;

  private ShardedRemoteDomains(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /** Registers the entities; those with work start at once, others when first spoken to. */
  public static ShardedRemoteDomains start(ActorSystem<?> system, DeliveryServices services) {
    ShardedRemoteDomains domains = new ShardedRemoteDomains(ClusterSharding.get(system));
    domains.sharding.init(
        Entity.of(QUEUE, context -> domains.queue(context, services))
            .withStopMessage(RemoteDomain.Stop.INSTANCE)
            .withSettings(ClusterShardingSettings.create(system).withRememberEntities(true)));
    return domains;
  }

  private Behavior<RemoteDomain.Command> queue(
      EntityContext<RemoteDomain.Command> context, DeliveryServices services) {
    DomainName domain = DomainName.parse(context.getEntityId());
    return RemoteDomain.create(
        domain, services, context.getShard(), () -> tell(domain, RemoteDomain.Start.INSTANCE));
  }

  @Override
  public void tell(DomainName domain, RemoteDomain.Command command) {
    sharding.entityRefFor(QUEUE, domain.value()).tell(command);
  }
}
