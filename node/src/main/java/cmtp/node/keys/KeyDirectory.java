package cmtp.node.keys;

import cmtp.protocol.address.Address;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Tells the keys of other domains' users: from memory, or by asking {@link RemoteKeys}. One state.
 * Equal questions are asked once; each gets an answer within the time-out, and too many are told so
 * at once. Keeps nothing on the disk: the keys are other domains' business.
 */
public final class KeyDirectory {
  /** Who may wait for one answer; sessions ask one question at a time, so hardly ever so many. */
  private static final int WAITING_MAX = 1000;

  public sealed interface Command {}

  public record Find(Address address, ActorRef<RemoteKeys.Answer> replyTo) implements Command {}

  private record Answered(Address address, RemoteKeys.Answer answer) implements Command {}

  private record TimedOut(Address address) implements Command {}

  public static Behavior<Command> create(RemoteKeys remote, KeySettings settings, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Answering(context, timers, remote, settings, clock)));
  }

  private KeyDirectory() {}

  private static final class Answering extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final RemoteKeys remote;
    private final KeySettings settings;
    private final Clock clock;
    private final KeyCache cache;
    private final Map<Address, List<ActorRef<RemoteKeys.Answer>>> waiting = new HashMap<>();

    Answering(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        RemoteKeys remote,
        KeySettings settings,
        Clock clock) {
      super(context);
      this.timers = timers;
      this.remote = remote;
      this.settings = settings;
      this.clock = clock;
      this.cache = new KeyCache(settings);
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Find.class, this::onFind)
          .onMessage(Answered.class, this::onAnswered)
          .onMessage(TimedOut.class, this::onTimedOut)
          .build();
    }

    private Behavior<Command> onFind(Find message) {
      Address address = message.address();
      Optional<RemoteKeys.Answer> known = cache.find(address, clock.millis());
      List<ActorRef<RemoteKeys.Answer>> others = waiting.get(address);
      if (known.isPresent()) {
        message.replyTo().tell(known.get());
      } else if (others != null && others.size() < WAITING_MAX) {
        others.add(message.replyTo());
      } else if (others != null || waiting.size() >= settings.lookupsMax()) {
        message.replyTo().tell(new RemoteKeys.Unavailable("too many questions"));
      } else {
        waiting.put(address, new ArrayList<>(List.of(message.replyTo())));
        ask(address);
      }
      return this;
    }

    private void ask(Address address) {
      timers.startSingleTimer(address, new TimedOut(address), settings.lookupTimeout());
      ActorRef<Command> self = getContext().getSelf();
      remote
          .find(address)
          .whenComplete(
              (answer, failure) ->
                  self.tell(
                      new Answered(
                          address,
                          failure == null
                              ? answer
                              : new RemoteKeys.Unavailable(String.valueOf(failure.getMessage())))));
    }

    /** An answer that comes after its time-out is remembered all the same. */
    private Behavior<Command> onAnswered(Answered message) {
      cache.remember(message.address(), message.answer(), clock.millis());
      timers.cancel(message.address());
      tellAll(message.address(), message.answer());
      return this;
    }

    private Behavior<Command> onTimedOut(TimedOut message) {
      getContext().getLog().info("no answer in time about the key of {}", message.address());
      tellAll(message.address(), new RemoteKeys.Unavailable("no answer in time"));
      return this;
    }

    private void tellAll(Address address, RemoteKeys.Answer answer) {
      List<ActorRef<RemoteKeys.Answer>> all = waiting.remove(address);
      if (all != null) {
        all.forEach(replyTo -> replyTo.tell(answer));
      }
    }
  }
}
