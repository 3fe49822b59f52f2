package cmtp.node.delivery;

import cmtp.protocol.address.DomainName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
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
 * Lets outgoing connections happen: so many at once, so many new ones a second, in the order in
 * which their domains asked, one request a domain at a time. Domains whose last dial failed share
 * half of the connections, so that dead ones, which hold a connection until it times out, can't
 * keep the rest waiting.
 *
 * <p>A permit belongs to who asked until it is used for a connection, then to that; it comes back
 * when its holder ends, however it ends.
 */
public final class OutboundGate {
  public sealed interface Command {}

  /**
   * May a connection be opened? A second request for the same domain takes the first one's place.
   *
   * @param failing whether the domain's last dial failed
   */
  record Ask(DomainName domain, boolean failing, ActorRef<Answer> replyTo) implements Command {}

  sealed interface Answer {}

  record Permit(long number) implements Answer {}

  /** Too many wait. */
  enum Busy implements Answer {
    INSTANCE
  }

  /** The permit is used by this connection and ends with it. */
  record Use(long permit, ActorRef<?> connection) implements Command {}

  /** The permit isn't needed. */
  record GiveBack(long permit) implements Command {}

  /** Whoever asked for this domain has started anew: requests and unused permits are void. */
  record Forget(DomainName domain) implements Command {}

  private record Gone(DomainName domain, ActorRef<Answer> asker) implements Command {}

  private record Closed(long permit) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  public static Behavior<Command> create(DeliverySettings settings, Clock clock) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Gate(context, timers, settings, clock)));
  }

  private OutboundGate() {}

  private record Request(DomainName domain, boolean failing, ActorRef<Answer> replyTo, long no)
      implements DialOrder.Turn {}

  /** Who has a permit, and whether it counts among those of failing domains. */
  private record Holder(DomainName domain, boolean failing, boolean used) {}

  private static final class Gate extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Clock clock;
    private final DialRate rate;
    private final Map<DomainName, Request> requests = new HashMap<>();
    private final DialOrder<Request> order;
    private final Map<DomainName, ActorRef<Answer>> askers = new HashMap<>();
    private final Map<Long, Holder> holders = new HashMap<>();
    private long lastNumber;

    Gate(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        DeliverySettings settings,
        Clock clock) {
      super(context);
      this.timers = timers;
      this.clock = clock;
      this.rate = new DialRate(settings.dialsPerSecond(), clock.millis());
      this.order = new DialOrder<>(settings.connectionsMax());
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Ask.class, this::onAsk)
          .onMessage(Use.class, this::onUse)
          .onMessage(GiveBack.class, message -> closed(message.permit()))
          .onMessage(Forget.class, message -> forget(message.domain()))
          .onMessage(Gone.class, this::onGone)
          .onMessage(Closed.class, message -> closed(message.permit()))
          .onMessageEquals(Tick.INSTANCE, this::grant)
          .build();
    }

    private Behavior<Command> onAsk(Ask ask) {
      if (order.isFull() && !requests.containsKey(ask.domain())) {
        ask.replyTo().tell(Busy.INSTANCE);
        return this;
      }
      Request request = new Request(ask.domain(), ask.failing(), ask.replyTo(), ++lastNumber);
      Optional.ofNullable(requests.put(ask.domain(), request)).ifPresent(order::remove);
      order.add(request);
      watch(ask.domain(), ask.replyTo());
      return grant();
    }

    private void watch(DomainName domain, ActorRef<Answer> asker) {
      ActorRef<Answer> before = askers.put(domain, asker);
      if (!asker.equals(before)) {
        Optional.ofNullable(before).ifPresent(getContext()::unwatch);
        getContext().watchWith(asker, new Gone(domain, asker));
      }
    }

    /** Grants what can be granted now. */
    private Behavior<Command> grant() {
      Optional<Request> next = order.next();
      while (next.isPresent() && rate.tryTake(clock.millis())) {
        grant(next.get());
        next = order.next();
      }
      if (next.isPresent() && !timers.isTimerActive(Tick.INSTANCE)) {
        timers.startSingleTimer(Tick.INSTANCE, Tick.INSTANCE, Duration.ofMillis(rate.waitMs()));
      }
      return this;
    }

    private void grant(Request request) {
      order.grant(request);
      requests.remove(request.domain());
      holders.put(request.no(), new Holder(request.domain(), request.failing(), false));
      request.replyTo().tell(new Permit(request.no()));
    }

    private Behavior<Command> onUse(Use use) {
      Holder holder = holders.get(use.permit());
      if (holder != null) {
        holders.put(use.permit(), new Holder(holder.domain(), holder.failing(), true));
        getContext().watchWith(use.connection(), new Closed(use.permit()));
        release(holder.domain());
      }
      return this;
    }

    /** An asker who wants and has nothing need not be watched. */
    private void release(DomainName domain) {
      boolean needed =
          requests.containsKey(domain)
              || holders.values().stream().anyMatch(h -> !h.used() && h.domain().equals(domain));
      if (!needed) {
        Optional.ofNullable(askers.remove(domain)).ifPresent(getContext()::unwatch);
      }
    }

    private Behavior<Command> closed(long permit) {
      Holder holder = holders.remove(permit);
      if (holder != null) {
        order.giveBack(holder.failing());
        release(holder.domain());
      }
      return grant();
    }

    private Behavior<Command> onGone(Gone gone) {
      return gone.asker().equals(askers.get(gone.domain())) ? forget(gone.domain()) : this;
    }

    private Behavior<Command> forget(DomainName domain) {
      Optional.ofNullable(requests.remove(domain)).ifPresent(order::remove);
      holders
          .values()
          .removeIf(
              holder -> {
                boolean unused = !holder.used() && holder.domain().equals(domain);
                if (unused) {
                  order.giveBack(holder.failing());
                }
                return unused;
              });
      release(domain);
      return grant();
    }
  }
}
