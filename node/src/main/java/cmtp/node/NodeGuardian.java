package cmtp.node;

import cmtp.node.cluster.ClusterObserver;
import cmtp.node.cluster.Joiner;
import cmtp.node.cluster.Membership;
import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.KeyDirectory;
import cmtp.node.keys.KeySettings;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.keys.ServerKeyStore;
import cmtp.node.mailbox.DomainSetup;
import cmtp.node.mailbox.MailboxSettings;
import cmtp.node.mailbox.Mailboxes;
import cmtp.node.mailbox.ServerKeyKeeper;
import cmtp.node.mailbox.ShardedMailboxes;
import cmtp.node.metrics.NodeMetrics;
import cmtp.node.net.Listener;
import cmtp.node.net.TcpSockets;
import cmtp.node.routing.Router;
import cmtp.node.session.Admission;
import cmtp.node.session.AttemptLimiter;
import cmtp.node.session.CurrentServices;
import cmtp.node.session.Dialect;
import cmtp.node.session.Federation;
import cmtp.node.session.Replies;
import cmtp.node.session.Session;
import cmtp.node.session.SessionPolicy;
import cmtp.node.session.SessionServices;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The root of the node's actors: joins the cluster, sees to the domains, then opens the door.
 *
 * <pre>
 *   JOINING     until this process is of the cluster
 *   SETTLING    the server's key and what the domains publish of it are brought in step
 *   PREPARING   each domain gets its record and its postmaster
 *   BINDING     the listener is told to listen, wherever a dialect is to be spoken
 *   SERVING     until Stop; then the listener finishes its sessions, a process with others hands
 *               its entities to them and leaves the cluster, and the system ends
 * </pre>
 */
final class NodeGuardian {
  /** So much longer than the key directory's own time-out a session waits for its answer. */
  private static final Duration KEY_MARGIN = Duration.ofSeconds(5);

  private static final Duration SWEEP_AGAIN = Duration.ofHours(6);

  sealed interface Command {}

  enum Stop implements Command {
    INSTANCE
  }

  /** Accept no further connections, and end those that are idle. */
  enum Drain implements Command {
    INSTANCE
  }

  record CountConnections(ActorRef<Integer> replyTo) implements Command {}

  private record JoinProgress(Joiner.Event event) implements Command {}

  private record KeySettled(ServerKeyKeeper.Settlement settlement) implements Command {}

  private record DomainReady(DomainName domain) implements Command {}

  private record Bound(Listener.BindResult result) implements Command {}

  private enum ListenerEnded implements Command {
    INSTANCE
  }

  /**
   * What the rest of the node may use once the node serves.
   *
   * @param addresses where each dialect is spoken
   */
  record Serving(
      Map<Dialect, InetSocketAddress> addresses,
      Mailboxes mailboxes,
      StoredContent contents,
      ActorRef<ServerKeyKeeper.Command> keyKeeper,
      OtherDomains.Started otherDomains) {
    Serving {
      addresses = Map.copyOf(addresses);
    }
  }

  /**
   * What the node is made of.
   *
   * @param ending ends all of it at once
   */
  record Parts(
      NodeSettings settings,
      Membership membership,
      Ending ending,
      ServerKeyStore serverKey,
      Optional<String> keyRotatesNot,
      CurrentIdentity identity,
      StoredContent contents,
      OtherDomains otherDomains,
      Postmaster postmaster,
      NodeMetrics metrics,
      SecureRandomBytes random,
      Clock clock) {}

  static Behavior<Command> create(Parts parts, CompletableFuture<Serving> started) {
    return Behaviors.setup(
        context -> {
          try {
            return new Preparing(context, parts, started);
          } catch (StartException failed) {
            started.completeExceptionally(failed);
            return Behaviors.stopped();
          }
        });
  }

  private NodeGuardian() {}

  private static final class Preparing extends AbstractBehavior<Command> {
    private final Parts parts;
    private final CompletableFuture<Serving> started;
    private final ActorRef<Joiner.Command> joiner;
    private final Set<DomainName> preparing = new HashSet<>();
    private Mailboxes mailboxes;
    private ActorRef<ServerKeyKeeper.Command> keyKeeper;
    private OtherDomains.Started otherDomains;
    private ActorRef<Listener.Command> listener;

    Preparing(ActorContext<Command> context, Parts parts, CompletableFuture<Serving> started) {
      super(context);
      this.parts = parts;
      this.started = started;
      Membership membership = parts.membership();
      context.spawn(ClusterObserver.create(membership.readiness()), "cluster-observer");
      this.joiner =
          context.spawn(
              membership.joiner(
                  context.getSystem(),
                  context.messageAdapter(Joiner.Event.class, JoinProgress::new),
                  parts.clock()::millis),
              "joiner",
              DispatcherSelector.blocking());
    }

    private Behavior<Command> onJoinProgress(JoinProgress message) {
      if (message.event() instanceof Joiner.Evicted evicted) {
        parts.ending().evict(getContext().getSystem(), evicted.reason());
      } else if (message.event() == Joiner.MayLeave.INSTANCE) {
        CoordinatedShutdown.get(getContext().getSystem())
            .runAll(CoordinatedShutdown.actorSystemTerminateReason());
      } else if (listener == null && mailboxes == null) {
        settle();
      }
      return this;
    }

    private void settle() {
      mailboxes =
          ShardedMailboxes.start(
              getContext().getSystem(),
              new MailboxSettings(parts.settings().quotaBytes()),
              parts.contents(),
              parts.metrics().mailboxes(),
              parts.clock());
      keyKeeper =
          getContext()
              .spawn(
                  ServerKeyKeeper.create(
                      keyKeeperSetup(),
                      getContext()
                          .messageAdapter(ServerKeyKeeper.Settlement.class, KeySettled::new)),
                  "server-key",
                  DispatcherSelector.blocking());
    }

    private ServerKeyKeeper.Setup keyKeeperSetup() {
      return new ServerKeyKeeper.Setup(
          parts.serverKey(),
          parts.keyRotatesNot(),
          parts.identity(),
          mailboxes,
          parts.settings().newKeyChain(),
          parts.random(),
          parts.clock());
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(JoinProgress.class, this::onJoinProgress)
          .onMessage(KeySettled.class, this::onKeySettled)
          .onMessage(DomainReady.class, this::onDomainReady)
          .onMessage(Bound.class, this::onBound)
          .onMessage(CountConnections.class, this::onCountConnections)
          .onMessageEquals(Drain.INSTANCE, this::onDrain)
          .onMessageEquals(Stop.INSTANCE, this::onStop)
          .onMessageEquals(ListenerEnded.INSTANCE, this::onListenerEnded)
          .build();
    }

    private Behavior<Command> onKeySettled(KeySettled message) {
      if (message.settlement() instanceof ServerKeyKeeper.Unsettled unsettled) {
        started.completeExceptionally(new StartException(unsettled.reason(), null));
        return this;
      }
      ServerIdentity identity = parts.identity().get();
      otherDomains = parts.otherDomains().start(getContext(), parts, mailboxes);
      watchShards();
      preparing.addAll(identity.domains());
      ActorRef<DomainSetup.Ready> ready =
          getContext()
              .messageAdapter(DomainSetup.Ready.class, domain -> new DomainReady(domain.domain()));
      for (DomainName domain : identity.domains()) {
        getContext()
            .spawn(
                DomainSetup.create(
                    identity, domain, mailboxes, parts.postmaster(), parts.clock(), ready),
                "setup-" + domain);
      }
      return this;
    }

    private Behavior<Command> onDomainReady(DomainReady message) {
      preparing.remove(message.domain());
      if (preparing.isEmpty()) {
        listener =
            getContext()
                .spawn(
                    Listener.create(
                        listenerSetup(),
                        getContext().messageAdapter(Listener.BindResult.class, Bound::new)),
                    "listener");
        getContext().watchWith(listener, ListenerEnded.INSTANCE);
      }
      return this;
    }

    private void watchShards() {
      List<EntityTypeKey<?>> types = new ArrayList<>(ShardedMailboxes.TYPES);
      types.addAll(otherDomains.types());
      parts
          .metrics()
          .addCluster(getContext().getSystem(), types)
          .forEach(getContext()::spawnAnonymous);
    }

    private Listener.Setup listenerSetup() {
      NodeSettings settings = parts.settings();
      CurrentServices services = new CurrentServices(parts.identity(), sessionServices());
      return new Listener.Setup(
          new TcpSockets(getContext().getSystem()),
          addresses(settings),
          settings.backlog(),
          parts.identity().get().primary().value(),
          NodeServer.PRODUCT,
          settings.connectionLimits(),
          (dialect, peer) -> Session.create(services.get(), dialect, peer),
          parts.metrics().connections(),
          parts.random(),
          parts.clock()::millis);
    }

    private static Map<Dialect, InetSocketAddress> addresses(NodeSettings settings) {
      Map<Dialect, InetSocketAddress> addresses = new EnumMap<>(Dialect.class);
      addresses.put(
          Dialect.CMTP, new InetSocketAddress(settings.listenInterface(), settings.listenPort()));
      settings
          .federation()
          .cmtpdListener()
          .ifPresent(address -> addresses.put(Dialect.CMTPD, address));
      return addresses;
    }

    private SessionServices sessionServices() {
      NodeSettings settings = parts.settings();
      ServerIdentity identity = parts.identity().get();
      return new SessionServices(
          identity,
          new SessionPolicy(
              settings.protocolLimits(),
              settings.quotaBytes(),
              settings.plaintext(),
              settings.malformedMax(),
              settings.storeTimeout()),
          mailboxes,
          parts.contents(),
          federation(),
          otherDomains.tracing(),
          new Admission(settings.messagesInFlight()),
          AttemptLimiter.perHour(settings.loginsPerHour()),
          AttemptLimiter.perHour(settings.registrationsPerHour()),
          new Replies(identity),
          parts.metrics().sessions(),
          parts.random(),
          parts.clock());
    }

    private Federation federation() {
      FederationSettings settings = parts.settings().federation();
      KeySettings keys = settings.keys();
      return new Federation(
          new Router(parts.identity().get().domains(), settings.trustedNetworks()),
          otherDomains.domains(),
          otherDomains.queues(),
          otherDomains.waiting(),
          getContext().spawn(KeyDirectory.create(otherDomains.keys(), keys, parts.clock()), "keys"),
          AttemptLimiter.perMinute(settings.keyLookupsPerMinute()),
          keys.lookupTimeout().plus(KEY_MARGIN));
    }

    private Behavior<Command> onBound(Bound message) {
      if (message.result() instanceof Listener.BindResult.Listening listening) {
        getContext()
            .spawn(
                UploadSweeper.create(
                    parts.contents(),
                    mailboxes,
                    otherDomains.domains(),
                    parts.membership().isShared() ? SWEEP_AGAIN : Duration.ZERO),
                "sweeper");
        parts.membership().readiness().serving();
        started.complete(
            new Serving(
                listening.addresses(), mailboxes, parts.contents(), keyKeeper, otherDomains));
      } else if (message.result() instanceof Listener.BindResult.Failed failed) {
        InetSocketAddress address = failed.address();
        String where = address.getHostString() + ":" + address.getPort();
        started.completeExceptionally(
            new StartException(
                "can't listen on "
                    + where
                    + ": is another server running there? Choose another --port or cmtp.cmtpd.port",
                failed.cause()));
      }
      return this;
    }

    private Behavior<Command> onCountConnections(CountConnections message) {
      if (listener == null) {
        message.replyTo().tell(0);
      } else {
        listener.tell(new Listener.CountConnections(message.replyTo()));
      }
      return this;
    }

    private Behavior<Command> onDrain() {
      parts.membership().readiness().draining();
      listener.tell(Listener.Drain.INSTANCE);
      return this;
    }

    private Behavior<Command> onStop() {
      parts.membership().readiness().draining();
      if (listener == null) {
        return leave();
      }
      listener.tell(new Listener.Stop(parts.settings().shutdownGrace()));
      return this;
    }

    private Behavior<Command> onListenerEnded() {
      return leave();
    }

    /** With nobody to hand anything to, there is nothing to wait for. */
    private Behavior<Command> leave() {
      if (!parts.membership().isShared()) {
        return Behaviors.stopped();
      }
      joiner.tell(Joiner.Leave.INSTANCE);
      return this;
    }
  }
}
