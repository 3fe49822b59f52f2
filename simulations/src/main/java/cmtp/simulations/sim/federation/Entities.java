package cmtp.simulations.sim.federation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * Hosts the entities of one kind on one simulated node, as cluster sharding does on a real one:
 * each starts when it is spoken to and leaves memory when it is idle; what comes while it leaves is
 * kept for the next start. Of remembered entities it is stored that they run, before they do: those
 * start again with the node.
 */
final class Entities {
  /** As sharding restarts what stopped unasked. */
  private static final Duration RESTART_AFTER = Duration.ofSeconds(10);

  sealed interface Command {}

  record Tell<C>(String id, C message) implements Command {}

  /**
   * Whether a move is under way, as when another process is about to take over: entities stop, and
   * what is on its way to them is lost without a word.
   */
  record Move(boolean underWay) implements Command {}

  private record Remembered(String id) implements Command {}

  private record Ended(String id) implements Command {}

  private record Passivating(ClusterSharding.ShardCommand command) implements Command {}

  private record Restart(String id) implements Command {}

  private enum Sweep implements Command {
    INSTANCE
  }

  /** Where it is kept which entities run. */
  interface Memory {
    void remember(String id, boolean running, Runnable then);
  }

  /**
   * How entities of a kind live.
   *
   * @param make from the id and the host, which may be asked to let the entity go
   * @param idle after so much silence an entity is stopped; zero: only when it asks
   * @param stop asks an entity to end; only for those that ask to be let go
   */
  record Kind<C>(
      BiFunction<String, ActorRef<ClusterSharding.ShardCommand>, Behavior<C>> make,
      Duration idle,
      C stop,
      Memory memory) {}

  private Entities() {}

  static <C> Behavior<Command> create(Kind<C> kind, Iterable<String> running) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Host<>(context, timers, kind).start(running)));
  }

  private enum Phase {
    REMEMBERING,
    RUNNING,
    LEAVING,
    DOWN
  }

  private static final class One<C> {
    private final Deque<C> kept = new ArrayDeque<>();
    private Phase phase = Phase.REMEMBERING;
    private ActorRef<C> ref;
    private long spokenTo;
  }

  private static final class Host<C> extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Kind<C> kind;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Map<String, One<C>> all = new LinkedHashMap<>();
    private final Map<ActorRef<?>, String> ids = new HashMap<>();
    private boolean moving;
    private long sweeps;

    Host(ActorContext<Command> context, TimerScheduler<Command> timers, Kind<C> kind) {
      super(context);
      this.timers = timers;
      this.kind = kind;
      this.shard = context.messageAdapter(ClusterSharding.ShardCommand.class, Passivating::new);
    }

    Behavior<Command> start(Iterable<String> running) {
      running.forEach(
          id -> {
            One<C> one = new One<>();
            all.put(id, one);
            run(id, one);
          });
      return this;
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Tell.class, this::onTell)
          .onMessage(Move.class, this::onMove)
          .onMessage(Remembered.class, this::onRemembered)
          .onMessage(Ended.class, this::onEnded)
          .onMessage(Passivating.class, this::onPassivating)
          .onMessage(Restart.class, this::onRestart)
          .onMessageEquals(Sweep.INSTANCE, this::onSweep)
          .build();
    }

    @SuppressWarnings("unchecked") // its own node's, which sends what the kind takes
    private Behavior<Command> onTell(Tell<?> tell) {
      if (moving) {
        return this;
      }
      C message = (C) tell.message();
      One<C> one = all.get(tell.id());
      if (one == null) {
        one = new One<>();
        all.put(tell.id(), one);
        one.kept.add(message);
        begin(tell.id(), one);
      } else if (one.phase == Phase.RUNNING) {
        one.spokenTo = sweeps;
        one.ref.tell(message);
      } else {
        one.kept.add(message);
        if (one.phase == Phase.DOWN) {
          run(tell.id(), one);
        }
      }
      return this;
    }

    private Behavior<Command> onMove(Move move) {
      moving = move.underWay();
      for (Map.Entry<String, One<C>> entry : List.copyOf(all.entrySet())) {
        One<C> one = entry.getValue();
        one.kept.clear();
        if (moving && one.phase == Phase.RUNNING) {
          one.phase = Phase.LEAVING;
          getContext().stop(one.ref);
        } else if (!moving && one.phase == Phase.DOWN) {
          run(entry.getKey(), one);
        }
      }
      return this;
    }

    private void begin(String id, One<C> one) {
      if (kind.memory() == null) {
        run(id, one);
      } else {
        ActorRef<Command> self = getContext().getSelf();
        one.phase = Phase.REMEMBERING;
        kind.memory().remember(id, true, () -> self.tell(new Remembered(id)));
      }
    }

    private Behavior<Command> onRemembered(Remembered message) {
      One<C> one = all.get(message.id());
      if (moving) {
        one.phase = Phase.DOWN;
      } else {
        run(message.id(), one);
      }
      return this;
    }

    private void run(String id, One<C> one) {
      one.ref = getContext().spawn(kind.make().apply(id, shard), id);
      getContext().watchWith(one.ref, new Ended(id));
      ids.put(one.ref, id);
      one.phase = Phase.RUNNING;
      one.spokenTo = sweeps;
      one.kept.forEach(one.ref::tell);
      one.kept.clear();
      if (!kind.idle().isZero() && !timers.isTimerActive(Sweep.INSTANCE)) {
        timers.startTimerWithFixedDelay(Sweep.INSTANCE, kind.idle());
      }
    }

    private Behavior<Command> onPassivating(Passivating message) {
      if (message.command() instanceof ClusterSharding.Passivate<?> passivate) {
        String id = ids.get(passivate.entity());
        One<C> one = id == null ? null : all.get(id);
        if (one != null && one.phase == Phase.RUNNING) {
          one.phase = Phase.LEAVING;
          one.ref.tell(kind.stop());
        }
      }
      return this;
    }

    private Behavior<Command> onEnded(Ended message) {
      String id = message.id();
      One<C> one = all.get(id);
      ids.remove(one.ref);
      boolean unasked = one.phase == Phase.RUNNING;
      if (!one.kept.isEmpty()) {
        run(id, one);
      } else if (moving && kind.memory() != null) {
        one.phase = Phase.DOWN;
      } else if (unasked && kind.memory() != null) {
        one.phase = Phase.DOWN;
        timers.startSingleTimer(id, new Restart(id), RESTART_AFTER);
      } else {
        all.remove(id);
        if (kind.memory() != null) {
          kind.memory().remember(id, false, () -> {});
        }
      }
      return this;
    }

    private Behavior<Command> onRestart(Restart message) {
      One<C> one = all.get(message.id());
      if (one != null && one.phase == Phase.DOWN && !moving) {
        run(message.id(), one);
      }
      return this;
    }

    /** Two sweeps without a word is idle for at least the time. */
    private Behavior<Command> onSweep() {
      sweeps++;
      for (One<C> one : all.values()) {
        if (one.phase == Phase.RUNNING && sweeps - one.spokenTo >= 2) {
          one.phase = Phase.LEAVING;
          getContext().stop(one.ref);
        }
      }
      if (all.isEmpty()) {
        timers.cancel(Sweep.INSTANCE);
      }
      return this;
    }
  }
}
