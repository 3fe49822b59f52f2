package cmtp.node.cluster;

import cmtp.persistence.cluster.Beat;
import cmtp.persistence.cluster.MemberState;
import cmtp.persistence.cluster.MemberTable;
import cmtp.persistence.cluster.MembersUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Brings this process into the cluster that there is, or makes it the first of a new one, and gives
 * the signs of life by which others know. Waits for the database on its own thread, never for long.
 *
 * <pre>
 *   WAITING   has asked nobody; looks, and decides (JoinDecision)
 *   JOINING   has asked, or is the first; until it is Up, or can't be any more: then Evicted
 *   MEMBER    beats; a beat that the database refuses ends the process: Evicted
 *             asked to leave, waits for its turn and for the cluster to be at rest: MayLeave
 *   LEAVING   beats, so that nobody forms a cluster beside this one, until the process is gone
 * </pre>
 *
 * A database that does not answer ends nothing: this process is not ready, and tries again.
 */
public final class Joiner {
  public sealed interface Command {}

  /** This process wants to leave the cluster in good order; the answer is {@link MayLeave}. */
  public enum Leave implements Command {
    INSTANCE
  }

  private enum Tick implements Command {
    INSTANCE
  }

  private enum IsUp implements Command {
    INSTANCE
  }

  private record Removed(long incarnation, boolean downed) implements Command {}

  /** What the one who started the joiner hears. */
  public sealed interface Event {}

  /** Once. */
  public enum Joined implements Event {
    INSTANCE
  }

  /** This process may hand over what it has, and go. */
  public enum MayLeave implements Event {
    INSTANCE
  }

  /** This process must end at once. */
  public record Evicted(String reason) implements Event {}

  /**
   * @param incarnation of this process
   * @param rest how long a member has to be gone until the next one may leave
   * @param epoch told the epoch of the cluster that is being joined
   */
  record Setup(
      Cluster cluster,
      MemberTable table,
      long incarnation,
      Pace pace,
      Duration rest,
      Readiness readiness,
      LongConsumer epoch,
      ActorRef<Event> parent,
      LongSupplier clockMillis) {
    String address() {
      Address own = cluster.selfMember().address();
      return own.host().get() + ":" + own.port().get();
    }
  }

  /** After so many beats in a row, rows that were silent all the while are deleted. */
  private static final long BEATS_TO_CLEAN = 3600;

  /** A process that can't leave in its turn leaves all the same, before its supervisor kills it. */
  private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(30);

  private static final String EPOCH_MOVED =
      "another cluster has formed on the database: this process was taken for dead";
  private static final String ROW_GONE =
      "its row in cluster_member is gone: it was removed from the cluster, or another process has"
          + " taken its cmtp.cluster.name and port";

  private Joiner() {}

  static Behavior<Command> alone(Cluster cluster, ActorRef<Event> parent) {
    return Behaviors.setup(
        context -> {
          cluster.subscriptions().tell(upTo(context));
          cluster.manager().tell(Join.create(cluster.selfMember().address()));
          return Behaviors.receive(Command.class)
              .onMessageEquals(
                  IsUp.INSTANCE,
                  () -> {
                    parent.tell(Joined.INSTANCE);
                    return Behaviors.same();
                  })
              .onMessageEquals(
                  Leave.INSTANCE,
                  () -> {
                    parent.tell(MayLeave.INSTANCE);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  static Behavior<Command> through(Setup setup) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.setLoggerName(Joiner.class); // else it is Pekko's, which says less
                  Cluster cluster = setup.cluster();
                  cluster.subscriptions().tell(upTo(context));
                  cluster.subscriptions().tell(removedTo(context));
                  Duration heartbeat = setup.pace().heartbeat();
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, Duration.ZERO, heartbeat);
                  return new Waiting(context, setup);
                }));
  }

  private static Subscribe<SelfUp> upTo(ActorContext<Command> context) {
    return Subscribe.create(
        context.messageAdapter(SelfUp.class, up -> IsUp.INSTANCE), SelfUp.class);
  }

  private static Subscribe<ClusterEvent.MemberRemoved> removedTo(ActorContext<Command> context) {
    return Subscribe.create(
        context.messageAdapter(
            ClusterEvent.MemberRemoved.class,
            removed ->
                new Removed(
                    removed.member().uniqueAddress().longUid(),
                    removed.previousStatus() == MemberStatus.down())),
        ClusterEvent.MemberRemoved.class);
  }

  /** One state: how it looks at the database, and what it makes of the answer. */
  private abstract static class Phase extends AbstractBehavior<Command> {
    final Setup setup;

    Phase(ActorContext<Command> context, Setup setup) {
      super(context);
      this.setup = setup;
    }

    @Override
    public final Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessageEquals(Tick.INSTANCE, this::onTick)
          .onMessageEquals(IsUp.INSTANCE, this::onUp)
          .onMessage(Removed.class, this::onRemoved)
          .onMessageEquals(Leave.INSTANCE, this::onLeave)
          .build();
    }

    abstract Behavior<Command> onTick();

    Behavior<Command> onUp() {
      return this;
    }

    Behavior<Command> onRemoved(Removed message) {
      return this;
    }

    /** Of a process that has nothing to hand over. */
    Behavior<Command> onLeave() {
      setup.parent().tell(MayLeave.INSTANCE);
      return this;
    }

    /** The database's answer; empty if there is none, which everybody may know. */
    final <T> Optional<T> asked(Supplier<T> question) {
      boolean before = setup.readiness().isDatabaseReachable();
      try {
        T answer = question.get();
        setup.readiness().databaseReached();
        if (!before) {
          getContext().getLog().info("the database answers again");
        }
        return Optional.of(answer);
      } catch (MembersUnavailable unavailable) {
        setup.readiness().databaseUnreachable(unavailable.getMessage());
        if (before) {
          getContext().getLog().warn("no answer of the database: {}", unavailable.getMessage());
        }
        return Optional.empty();
      }
    }

    final Behavior<Command> evicted(String reason) {
      setup.parent().tell(new Evicted(reason));
      return Behaviors.stopped();
    }
  }

  private static final class Waiting extends Phase {
    private MemberWatch watch;
    private String waitsFor = "";

    Waiting(ActorContext<Command> context, Setup setup) {
      super(context, setup);
      this.watch = MemberWatch.begin(setup.pace().gapMaxMs());
    }

    @Override
    Behavior<Command> onTick() {
      var found = asked(() -> setup.table().announce(setup.incarnation(), setup.address()));
      if (found.isEmpty()) {
        watch = watch.interrupted();
        return this;
      }
      watch = watch.look(found.get(), setup.clockMillis().getAsLong());
      long leaseMs = setup.pace().lease().toMillis();
      JoinDecision decision = JoinDecision.waiting(watch, setup.incarnation(), leaseMs);
      if (decision instanceof JoinDecision.JoinThrough join) {
        return join(join);
      }
      if (decision instanceof JoinDecision.Form form) {
        return form(form);
      }
      say(((JoinDecision.Wait) decision).reason());
      return this;
    }

    private void say(String reason) {
      if (!reason.equals(waitsFor)) {
        waitsFor = reason;
        getContext().getLog().info("waiting to join; {}", reason);
      }
    }

    /** What the database knows before anybody is asked can't be missed by others. */
    private Behavior<Command> join(JoinDecision.JoinThrough join) {
      boolean may =
          asked(() -> setup.table().join(setup.incarnation(), join.epoch())).orElse(false);
      if (!may) {
        return this;
      }
      setup.epoch().accept(join.epoch());
      return new Joining(getContext(), setup, join.epoch(), watch).ask(join.addresses());
    }

    private Behavior<Command> form(JoinDecision.Form form) {
      Optional<Long> epoch =
          asked(
                  () ->
                      setup
                          .table()
                          .form(setup.incarnation(), setup.address(), form.epoch(), form.dead()))
              .flatMap(formed -> formed);
      if (epoch.isEmpty()) {
        return this;
      }
      setup.epoch().accept(epoch.get());
      getContext().getLog().info("the first process of cluster {}", epoch.get());
      Cluster cluster = setup.cluster();
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      return new Member(getContext(), setup, epoch.get());
    }
  }

  private static final class Joining extends Phase {
    private final long epoch;
    private MemberWatch watch;
    private List<String> asked = List.of();

    Joining(ActorContext<Command> context, Setup setup, long epoch, MemberWatch watch) {
      super(context, setup);
      this.epoch = epoch;
      this.watch = watch;
    }

    /** Pekko repeats the question until another list is given. */
    Behavior<Command> ask(List<String> addresses) {
      if (!addresses.equals(asked)) {
        asked = addresses;
        getContext().getLog().info("joining cluster {} through {}", epoch, addresses);
        String system = getContext().getSystem().name();
        setup
            .cluster()
            .manager()
            .tell(
                new JoinSeedNodes(
                    addresses.stream().map(address -> toPekko(system, address)).toList()));
      }
      return this;
    }

    private static Address toPekko(String system, String address) {
      int colon = address.lastIndexOf(':');
      int port = Integer.parseInt(address.substring(colon + 1));
      return new Address("pekko", system, address.substring(0, colon), port);
    }

    @Override
    Behavior<Command> onTick() {
      var beat = asked(() -> setup.table().beat(setup.incarnation(), epoch, MemberState.JOINING));
      if (beat.isPresent() && beat.get() != Beat.NOTED) {
        return evicted(beat.get() == Beat.EPOCH_MOVED ? EPOCH_MOVED : ROW_GONE);
      }
      var found = beat.flatMap(noted -> asked(setup.table()::look));
      if (found.isEmpty()) {
        watch = watch.interrupted();
        return this;
      }
      watch = watch.look(found.get(), setup.clockMillis().getAsLong());
      long leaseMs = setup.pace().lease().toMillis();
      JoinDecision decision = JoinDecision.joining(watch, setup.incarnation(), epoch, leaseMs);
      if (decision instanceof JoinDecision.End end) {
        return evicted(end.reason());
      }
      return decision instanceof JoinDecision.JoinThrough join ? ask(join.addresses()) : this;
    }

    /** The row first, and then the news: others may join through this process. */
    @Override
    Behavior<Command> onUp() {
      Member member = new Member(getContext(), setup, epoch);
      member.joined();
      return member.onTick();
    }
  }

  private static final class Member extends Phase {
    private final long epoch;
    private final RestWatch rest;
    private Optional<Long> askedToLeaveMs = Optional.empty();
    private long beats;

    Member(ActorContext<Command> context, Setup setup, long epoch) {
      super(context, setup);
      this.epoch = epoch;
      this.rest = new RestWatch(setup.rest());
    }

    @Override
    Behavior<Command> onTick() {
      var beat = asked(() -> setup.table().beat(setup.incarnation(), epoch, MemberState.UP));
      if (beat.isPresent() && beat.get() != Beat.NOTED) {
        return evicted(beat.get() == Beat.EPOCH_MOVED ? EPOCH_MOVED : ROW_GONE);
      }
      beats = beat.isPresent() ? beats + 1 : 0;
      if (beats == BEATS_TO_CLEAN) {
        beats = 0;
        Duration silence = setup.pace().heartbeat().multipliedBy(BEATS_TO_CLEAN);
        asked(() -> setup.table().removeSilent(silence));
      }
      return askedToLeaveMs.isPresent() ? leaveInTurn(askedToLeaveMs.get()) : this;
    }

    /** Of the first process of a cluster. */
    @Override
    Behavior<Command> onUp() {
      joined();
      return this;
    }

    /**
     * Whoever the cluster took for dead learns by its next beat that it is out. Only while this
     * process is a member itself: Pekko tells one that ends of the removal of all others, too.
     */
    @Override
    Behavior<Command> onRemoved(Removed message) {
      rest.removed(setup.clockMillis().getAsLong());
      if (message.downed() && setup.cluster().selfMember().status() == MemberStatus.up()) {
        asked(
            () -> {
              setup.table().remove(message.incarnation());
              return true;
            });
      }
      return this;
    }

    private void joined() {
      setup.parent().tell(Joined.INSTANCE);
    }

    @Override
    Behavior<Command> onLeave() {
      if (askedToLeaveMs.isEmpty()) {
        askedToLeaveMs = Optional.of(setup.clockMillis().getAsLong());
      }
      return onTick();
    }

    /** A database that does not answer can't give a turn, and nobody else has one. */
    private Behavior<Command> leaveInTurn(long sinceMs) {
      long nowMs = setup.clockMillis().getAsLong();
      boolean patient = nowMs - sinceMs < LEAVE_PATIENCE.toMillis();
      if (patient && !rest.isAtRest(setup.readiness().view(), nowMs)) {
        return this;
      }
      Duration lease = setup.pace().lease();
      boolean turn = asked(() -> setup.table().leave(setup.incarnation(), lease)).orElse(true);
      if (patient && !turn) {
        return this;
      }
      setup.parent().tell(MayLeave.INSTANCE);
      return new Leaving(getContext(), setup, epoch).onTick();
    }
  }

  /** Others delete the row when this process has left; that is no reason to end otherwise. */
  private static final class Leaving extends Phase {
    private final long epoch;

    Leaving(ActorContext<Command> context, Setup setup, long epoch) {
      super(context, setup);
      this.epoch = epoch;
    }

    @Override
    Behavior<Command> onTick() {
      asked(() -> setup.table().beat(setup.incarnation(), epoch, MemberState.LEAVING));
      return this;
    }
  }
}
