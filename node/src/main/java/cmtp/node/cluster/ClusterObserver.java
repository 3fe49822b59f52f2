package cmtp.node.cluster;

import cmtp.node.cluster.ClusterView.Member;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Keeps {@link Readiness} in the picture of the cluster, and the log. Looks four times a second:
 * what there is to see comes from several sources, and nobody acts on it sooner.
 */
public final class ClusterObserver {
  public sealed interface Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ActorContext<Command> context;
  private final Readiness readiness;
  private ClusterView seen = ClusterView.NOTHING;

  private ClusterObserver(ActorContext<Command> context, Readiness readiness) {
    this.context = context;
    this.readiness = readiness;
  }

  public static Behavior<Command> create(Readiness readiness) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Look.INSTANCE, Duration.ZERO, PAUSE);
                  ClusterObserver observer = new ClusterObserver(context, readiness);
                  return Behaviors.receive(Command.class)
                      .onMessageEquals(Look.INSTANCE, observer::onLook)
                      .build();
                }));
  }

  private Behavior<Command> onLook() {
    ClusterView now = view(Cluster.get(context.getSystem()));
    now.changesSince(seen).forEach(change -> context.getLog().info("{}", change));
    readiness.saw(now);
    seen = now;
    return Behaviors.same();
  }

  private static ClusterView view(Cluster cluster) {
    CurrentClusterState state = cluster.state();
    Set<Address> unreachable =
        state.getUnreachable().stream()
            .map(org.apache.pekko.cluster.Member::address)
            .collect(Collectors.toSet());
    MemberStatus status = cluster.selfMember().status();
    Address leader = state.getLeader();
    return new ClusterView(
        text(cluster.selfMember().address()),
        status == MemberStatus.removed() ? "" : status.toString(),
        java.util.stream.StreamSupport.stream(state.getMembers().spliterator(), false)
            .map(one -> member(one, unreachable))
            .sorted(Comparator.comparing(Member::address))
            .toList(),
        leader == null ? "" : text(leader));
  }

  private static Member member(org.apache.pekko.cluster.Member one, Set<Address> unreachable) {
    return new Member(
        text(one.address()), one.status().toString(), !unreachable.contains(one.address()));
  }

  private static String text(Address address) {
    return address.host().get() + ":" + address.port().get();
  }
}
