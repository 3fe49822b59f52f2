package cmtp.node.ops;

import cmtp.node.cluster.ClusterView;
import cmtp.node.cluster.Membership;
import cmtp.node.cluster.Readiness;
import cmtp.node.delivery.ShardedRemoteDomains;
import cmtp.node.mailbox.ShardedMailboxes;
import cmtp.persistence.cluster.MemberRow;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.ShardRegion.ShardState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** {@code /v1/cluster}: the processes, and how this one ends its part in it. */
public final class ClusterRoutes extends AdminRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<EntityTypeKey<?>> ENTITIES =
      List.of(ShardedMailboxes.MAILBOX, ShardedMailboxes.DIRECTORY, ShardedRemoteDomains.QUEUE);

  private final Membership membership;
  private final Runnable drain;
  private final Runnable leave;
  private final ActorSystem<?> system;

  /**
   * @param drain stops accepting connections; returns at once
   * @param leave ends the process as SIGTERM does; returns at once
   */
  public ClusterRoutes(
      Membership membership, Runnable drain, Runnable leave, ActorSystem<?> system) {
    this.membership = membership;
    this.drain = drain;
    this.leave = leave;
    this.system = system;
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) {
    if (request.is("GET", "cluster")) {
      return Optional.of(AdminAnswer.ok(describe()));
    }
    if (request.is("POST", "cluster", "drain")) {
      drain.run();
      return Optional.of(AdminAnswer.ok(own("draining")));
    }
    if (request.is("POST", "cluster", "leave")) {
      leave.run();
      return Optional.of(AdminAnswer.ok(own("leaving")));
    }
    return Optional.empty();
  }

  private ObjectNode own(String what) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("self", membership.readiness().view().self());
    return node.put(what, true);
  }

  private ObjectNode describe() {
    Readiness readiness = membership.readiness();
    ClusterView view = readiness.view();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("self", view.self());
    node.put("status", view.status());
    node.put("leader", view.leader());
    node.put("shared", membership.isShared());
    node.put("epoch", membership.epoch());
    node.put("ready", readiness.isReady());
    node.put("draining", readiness.isDraining());
    node.put("databaseReachable", readiness.isDatabaseReachable());
    ArrayNode reasons = node.putArray("reasons");
    readiness.reasons().forEach(reasons::add);
    describeMembers(node.putArray("members"), view);
    membership.rows().ifPresent(members -> describeRows(node.putArray("rows"), members.rows()));
    ENTITIES.forEach(kind -> describeShards(node.withObject("/sharding"), kind));
    return node;
  }

  private static void describeMembers(ArrayNode members, ClusterView view) {
    for (ClusterView.Member member : view.members()) {
      members
          .addObject()
          .put("address", member.address())
          .put("status", member.status())
          .put("reachable", member.reachable());
    }
  }

  private static void describeRows(ArrayNode array, List<MemberRow> rows) {
    for (MemberRow row : rows) {
      array
          .addObject()
          .put("address", row.address())
          .put("incarnation", Long.toHexString(row.incarnation()))
          .put("epoch", row.epoch())
          .put("state", row.state().name())
          .put("silentMs", row.silentMs());
    }
  }

  /** Of what runs in this process. */
  private void describeShards(ObjectNode sharding, EntityTypeKey<?> kind) {
    CurrentShardRegionState state =
        Asking.<GetShardRegionState, CurrentShardRegionState>answer(
            ClusterSharding.get(system).shardState()::tell,
            replyTo -> new GetShardRegionState(kind, replyTo),
            PATIENCE,
            system);
    Set<ShardState> shards = state.getShards();
    sharding
        .putObject(kind.name())
        .put("shards", shards.size())
        .put("entities", shards.stream().mapToInt(one -> one.getEntityIds().size()).sum());
  }
}
