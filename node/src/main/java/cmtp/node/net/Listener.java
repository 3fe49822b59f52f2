package cmtp.node.net;

import cmtp.node.session.Dialect;
import cmtp.node.session.Session;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Owns the listening sockets, one for each dialect, and the count of their connections; spawns a
 * {@link Session} for each one that is within the limits and says 421 to the others. Promises that
 * after {@link Stop} no connection is accepted, and that it ends when the last session has, or when
 * the grace is over.
 */
public final class Listener {
  public sealed interface Command {}

  /** Stop accepting, ask every session to finish, end. */
  public record Stop(Duration grace) implements Command {}

  /**
   * Stop accepting, and ask every session to finish, however long it takes; there is no way back.
   */
  public enum Drain implements Command {
    INSTANCE
  }

  public record CountConnections(ActorRef<Integer> replyTo) implements Command {}

  private record Bound(Dialect dialect, Sockets.Binding binding) implements Command {}

  private record BindFailed(Dialect dialect, Throwable cause) implements Command {}

  private record Accepted(Dialect dialect, Sockets.Connection connection) implements Command {}

  private record SessionEnded(InetAddress peer, ActorRef<Session.Command> session)
      implements Command {}

  private enum GraceOver implements Command {
    INSTANCE
  }

  private enum End implements Command {
    INSTANCE
  }

  /**
   * What the listener needs to make connections.
   *
   * @param sockets where connections come from
   * @param addresses where each dialect is spoken
   * @param domain for the greeting
   * @param product for the greeting, as {@code product/version}
   * @param limits of all addresses together
   * @param sessions makes a session for a peer's address
   */
  public record Setup(
      Sockets sockets,
      Map<Dialect, InetSocketAddress> addresses,
      int backlog,
      String domain,
      String product,
      ConnectionLimits limits,
      BiFunction<Dialect, InetSocketAddress, Behavior<Session.Command>> sessions,
      ConnectionMeter meter,
      SecureRandomBytes random,
      LongSupplier clockMillis) {
    public Setup {
      addresses = Map.copyOf(addresses);
    }

    Bytes tooMany() {
      return Bytes.utf8("421 " + domain + " too many connections\r\n");
    }
  }

  /**
   * @param bound told the addresses once all are bound, or the first that can't be; then the actor
   *     stops
   */
  public static Behavior<Command> create(Setup setup, ActorRef<BindResult> bound) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Listening(context, timers, setup, bound).start()));
  }

  /** How binding went. */
  public sealed interface BindResult {
    record Listening(Map<Dialect, InetSocketAddress> addresses) implements BindResult {
      public Listening {
        addresses = Map.copyOf(addresses);
      }
    }

    record Failed(InetSocketAddress address, Throwable cause) implements BindResult {}
  }

  /** How long sessions have, when the grace is over, to tell their peers. */
  private static final Duration TO_SAY_IT = Duration.ofSeconds(1);

  private Listener() {}

  private static final class Listening extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Setup setup;
    private final ActorRef<BindResult> bound;
    private final Set<ActorRef<Session.Command>> sessions = new HashSet<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private final Map<Dialect, Sockets.Binding> bindings = new EnumMap<>(Dialect.class);
    private boolean draining;
    private boolean stopping;
    private long refused;

    Listening(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        Setup setup,
        ActorRef<BindResult> bound) {
      super(context);
      this.timers = timers;
      this.setup = setup;
      this.bound = bound;
    }

    Behavior<Command> start() {
      setup.addresses().forEach(this::listen);
      return this;
    }

    private void listen(Dialect dialect, InetSocketAddress address) {
      ActorRef<Command> self = getContext().getSelf();
      setup
          .sockets()
          .listen(
              address, setup.backlog(), connection -> self.tell(new Accepted(dialect, connection)))
          .whenComplete(
              (made, failure) ->
                  self.tell(
                      failure == null
                          ? new Bound(dialect, made)
                          : new BindFailed(dialect, failure)));
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Bound.class, this::onBound)
          .onMessage(BindFailed.class, this::onBindFailed)
          .onMessage(Accepted.class, this::onAccepted)
          .onMessage(SessionEnded.class, this::onSessionEnded)
          .onMessage(CountConnections.class, this::onCount)
          .onMessageEquals(Drain.INSTANCE, this::onDrain)
          .onMessage(Stop.class, this::onStop)
          .onMessageEquals(GraceOver.INSTANCE, this::onGraceOver)
          .onMessageEquals(End.INSTANCE, this::onEnd)
          .build();
    }

    private Behavior<Command> onBound(Bound message) {
      bindings.put(message.dialect(), message.binding());
      if (bindings.size() == setup.addresses().size()) {
        Map<Dialect, InetSocketAddress> addresses = new EnumMap<>(Dialect.class);
        bindings.forEach((dialect, binding) -> addresses.put(dialect, binding.address()));
        bound.tell(new BindResult.Listening(addresses));
      }
      return this;
    }

    private Behavior<Command> onBindFailed(BindFailed message) {
      bindings.values().forEach(Sockets.Binding::close);
      InetSocketAddress address = setup.addresses().get(message.dialect());
      bound.tell(new BindResult.Failed(address, message.cause()));
      return Behaviors.stopped();
    }

    private Behavior<Command> onAccepted(Accepted message) {
      InetSocketAddress peer = message.connection().peer();
      int fromThere = perAddress.getOrDefault(peer.getAddress(), 0);
      if (draining
          || sessions.size() >= setup.limits().connectionsMax()
          || fromThere >= setup.limits().connectionsPerAddressMax()) {
        refuse(message.connection());
        return this;
      }
      Dialect dialect = message.dialect();
      ActorRef<Session.Command> session =
          getContext().spawnAnonymous(setup.sessions().apply(dialect, peer));
      getContext().watchWith(session, new SessionEnded(peer.getAddress(), session));
      sessions.add(session);
      perAddress.put(peer.getAddress(), fromThere + 1);
      setup.meter().opened();
      FrameStage stage =
          new FrameStage(
              dialect.greeting(setup.domain(), setup.product()),
              dialect.layer(),
              session,
              setup.limits(),
              setup.random(),
              setup.clockMillis());
      message.connection().bytes().join(Flow.fromGraph(stage)).run(getContext().getSystem());
      return this;
    }

    /** Logged at powers of two: a flood must not fill the disk. */
    private void refuse(Sockets.Connection connection) {
      setup.meter().refused();
      if (Long.bitCount(++refused) == 1) {
        getContext()
            .getLog()
            .warn("refused {} connections so far, the last from {}", refused, connection.peer());
      }
      ByteString line = ByteString.fromArray(setup.tooMany().unsafeArray());
      connection
          .bytes()
          .join(Flow.fromSinkAndSourceCoupled(Sink.ignore(), Source.single(line)))
          .run(getContext().getSystem());
    }

    private Behavior<Command> onSessionEnded(SessionEnded message) {
      sessions.remove(message.session());
      setup.meter().closed();
      perAddress.computeIfPresent(message.peer(), (peer, count) -> count > 1 ? count - 1 : null);
      return stopping && sessions.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onCount(CountConnections message) {
      message.replyTo().tell(sessions.size());
      return this;
    }

    private Behavior<Command> onDrain() {
      draining = true;
      bindings.values().forEach(Sockets.Binding::close);
      sessions.forEach(session -> session.tell(Session.Finish.INSTANCE));
      return this;
    }

    private Behavior<Command> onStop(Stop message) {
      onDrain();
      stopping = true;
      timers.startSingleTimer(GraceOver.INSTANCE, message.grace());
      return sessions.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onGraceOver() {
      getContext().getLog().warn("{} sessions did not finish in time", sessions.size());
      sessions.forEach(session -> session.tell(Session.Abandon.INSTANCE));
      timers.startSingleTimer(End.INSTANCE, TO_SAY_IT);
      return this;
    }

    private Behavior<Command> onEnd() {
      return Behaviors.stopped();
    }
  }
}
