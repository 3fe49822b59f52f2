package cmtp.simulations.sim.federation;

import cmtp.node.FederationSettings;
import cmtp.node.NodeServer;
import cmtp.node.NodeSettings;
import cmtp.node.StoredContent;
import cmtp.node.StoredTraces;
import cmtp.node.UploadSweeper;
import cmtp.node.delivery.DeliveryAttempt;
import cmtp.node.delivery.DeliveryServices;
import cmtp.node.delivery.OutboundGate;
import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.QueuesPeerBook;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.WaitingDomainSet;
import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.KeyDirectory;
import cmtp.node.keys.RemoteKeyLookup;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.DomainSetup;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.MailboxSettings;
import cmtp.node.net.Listener;
import cmtp.node.net.Sockets;
import cmtp.node.net.StreamDialer;
import cmtp.node.peer.Dialer;
import cmtp.node.routing.DomainResolver;
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
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.sim.disk.SimulatedContents;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * One run of a simulated node, from its start to its crash: what {@code NodeGuardian} and {@code
 * ConnectedDomains} make of a node's actors, without cluster, key files and operator's interface.
 */
final class NodeRun {
  private static final Duration KEY_MARGIN = Duration.ofSeconds(5);
  private static final int BACKLOG = 1024;

  sealed interface Command {}

  private record DomainReady(DomainName domain) implements Command {}

  private record Bound(Listener.BindResult result) implements Command {}

  /**
   * What a run is made of.
   *
   * @param rememberedQueues those that had work when the last run ended
   * @param started told how to reach the node's entities, when it serves
   */
  record Parts(
      NodeSettings settings,
      CurrentIdentity identity,
      InetSocketAddress address,
      Sockets sockets,
      DomainResolver resolver,
      SimulatedContents contents,
      List<String> rememberedQueues,
      DomainSetup.Postmasters postmasters,
      SecureRandomBytes random,
      Clock clock,
      java.util.function.Consumer<Serving> started) {}

  /** How to reach what a run serves. */
  record Serving(Region.OfMailboxes mailboxes, Region.OfQueues queues) {}

  static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(context -> new Running(context, parts).start());
  }

  private NodeRun() {}

  private static final class Running extends AbstractBehavior<Command> {
    private final Parts parts;
    private final FederationSettings federation;
    private final StoredContent contents;
    private final Region.OfMailboxes mailboxes;
    private final Region.OfQueues queues = new Region.OfQueues();
    private final WaitingDomainSet waiting = new WaitingDomainSet();
    private final StoredTraces traces;
    private ActorRef<QueueBoard.Command> board;
    private RemoteKeyLookup keys;

    Running(ActorContext<Command> context, Parts parts) {
      super(context);
      this.parts = parts;
      this.federation = parts.settings().federation();
      this.contents = new StoredContent(parts.contents(), Duration.ZERO, parts.clock());
      this.traces = new StoredTraces(parts.contents());
      this.mailboxes = mailboxes();
    }

    private Region.OfMailboxes mailboxes() {
      MailboxSettings settings = new MailboxSettings(parts.settings().quotaBytes());
      Entities.Kind<Mailbox.Command> boxes =
          new Entities.Kind<>(
              (id, shard) ->
                  Mailbox.create(
                      Address.parse(id), settings, contents, Unmetered.INSTANCE, parts.clock()),
              Duration.ofMinutes(5),
              null,
              null);
      Entities.Kind<Directory.Command> directories =
          new Entities.Kind<>(
              (id, shard) -> Directory.create(DomainName.parse(id), parts.clock()),
              Duration.ofMinutes(5),
              null,
              null);
      return new Region.OfMailboxes(
          getContext().spawn(Entities.create(boxes, List.of()), "mailboxes"),
          getContext().spawn(Entities.create(directories, List.of()), "directories"));
    }

    Behavior<Command> start() {
      connect();
      ServerIdentity identity = parts.identity().get();
      ActorRef<DomainSetup.Ready> ready =
          getContext()
              .messageAdapter(DomainSetup.Ready.class, domain -> new DomainReady(domain.domain()));
      for (DomainName domain : identity.domains()) {
        getContext()
            .spawn(
                DomainSetup.create(
                    identity, domain, mailboxes, parts.postmasters(), parts.clock(), ready),
                "setup-" + domain);
      }
      return this;
    }

    private void connect() {
      Dialer dialer =
          new StreamDialer(
              getContext().getSystem(),
              parts.sockets(),
              federation.peer(),
              parts.random(),
              parts.clock()::millis);
      board = getContext().spawn(QueueBoard.alone(waiting), "queue-board");
      DeliveryServices services = deliveryServices(dialer);
      Entities.Kind<RemoteDomain.Command> kind =
          new Entities.Kind<>(
              (id, shard) -> queue(DomainName.parse(id), services, shard),
              Duration.ZERO,
              RemoteDomain.Stop.INSTANCE,
              parts.contents()::remember);
      queues.at(getContext().spawn(Entities.create(kind, parts.rememberedQueues()), "queues"));
      keys =
          new RemoteKeyLookup(
              getContext()
                  .spawn(
                      RemoteKeyLookup.askers(
                          new RemoteKeyLookup.Parts(
                              parts.resolver(),
                              dialer,
                              new QueuesPeerBook(queues),
                              federation.keys().lookupTimeout(),
                              parts.random(),
                              parts.clock())),
                      "key-lookups"));
    }

    private Behavior<RemoteDomain.Command> queue(
        DomainName domain,
        DeliveryServices services,
        ActorRef<org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand>
            shard) {
      return RemoteDomain.create(
          domain, services, shard, () -> queues.tell(domain, RemoteDomain.Start.INSTANCE));
    }

    private DeliveryServices deliveryServices(Dialer dialer) {
      return new DeliveryServices(
          federation.delivery(),
          parts.identity(),
          DeliveryAttempt.attempts(
              new DeliveryAttempt.Parts(
                  parts.resolver(),
                  dialer,
                  contents,
                  parts.contents(),
                  federation.peer(),
                  parts.random(),
                  parts.clock())),
          getContext()
              .spawn(OutboundGate.create(federation.delivery(), parts.clock()), "outbound-gate"),
          board,
          waiting,
          mailboxes,
          contents,
          contents,
          parts.contents(),
          Unmetered.INSTANCE,
          parts.random(),
          parts.clock());
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(DomainReady.class, this::onDomainReady)
          .onMessage(Bound.class, this::onBound)
          .build();
    }

    /** There is one domain, or they are ready at the same time: it listens once. */
    private Behavior<Command> onDomainReady(DomainReady message) {
      if (!message.domain().equals(parts.identity().get().primary())) {
        return this;
      }
      CurrentServices services = new CurrentServices(parts.identity(), sessionServices());
      Listener.Setup setup =
          new Listener.Setup(
              parts.sockets(),
              Map.of(Dialect.CMTP, parts.address()),
              BACKLOG,
              parts.identity().get().primary().value(),
              NodeServer.PRODUCT,
              parts.settings().connectionLimits(),
              (dialect, peer) -> Session.create(services.get(), dialect, peer),
              Unmetered.INSTANCE,
              parts.random(),
              parts.clock()::millis);
      getContext()
          .spawn(
              Listener.create(
                  setup, getContext().messageAdapter(Listener.BindResult.class, Bound::new)),
              "listener");
      return this;
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
          contents,
          federation(identity),
          traces,
          new Admission(settings.messagesInFlight()),
          AttemptLimiter.perHour(settings.loginsPerHour()),
          AttemptLimiter.perHour(settings.registrationsPerHour()),
          new Replies(identity),
          Unmetered.INSTANCE,
          parts.random(),
          parts.clock());
    }

    private Federation federation(ServerIdentity identity) {
      return new Federation(
          new Router(identity.domains(), federation.trustedNetworks()),
          queues,
          board,
          waiting,
          getContext().spawn(KeyDirectory.create(keys, federation.keys(), parts.clock()), "keys"),
          AttemptLimiter.perMinute(federation.keyLookupsPerMinute()),
          federation.keys().lookupTimeout().plus(KEY_MARGIN));
    }

    private Behavior<Command> onBound(Bound message) {
      if (message.result() instanceof Listener.BindResult.Failed failed) {
        throw new IllegalStateException("can't listen at " + failed.address(), failed.cause());
      }
      getContext()
          .spawn(UploadSweeper.create(contents, mailboxes, queues, Duration.ZERO), "sweeper");
      parts.started().accept(new Serving(mailboxes, queues));
      return this;
    }
  }
}
