package cmtp.node;

import cmtp.node.delivery.DeliveryAttempt;
import cmtp.node.delivery.DeliveryServices;
import cmtp.node.delivery.OutboundGate;
import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.QueuesPeerBook;
import cmtp.node.delivery.RemoteDomains;
import cmtp.node.delivery.ShardedRemoteDomains;
import cmtp.node.delivery.WaitingDomainSet;
import cmtp.node.keys.RemoteKeyLookup;
import cmtp.node.mailbox.Mailboxes;
import cmtp.node.net.StreamDialer;
import cmtp.node.net.TcpSockets;
import cmtp.node.peer.Dialer;
import cmtp.node.routing.DnsResolver;
import cmtp.node.routing.DomainResolver;
import cmtp.persistence.trace.TraceStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** A node that finds others in DNS and speaks to them over TCP. */
final class ConnectedDomains implements OtherDomains {
  private final TraceStore traces;

  ConnectedDomains(TraceStore traces) {
    this.traces = traces;
  }

  /**
   * @throws StartException if the trust anchors can't be read
   */
  @Override
  public Started start(ActorContext<?> context, NodeGuardian.Parts parts, Mailboxes mailboxes) {
    FederationSettings settings = parts.settings().federation();
    ActorSystem<?> system = context.getSystem();
    DomainResolver resolver = parts.metrics().countedResolver(resolver(system, parts));
    Dialer dialer =
        new StreamDialer(
            system, new TcpSockets(system), settings.peer(), parts.random(), parts.clock()::millis);
    WaitingDomainSet waiting = new WaitingDomainSet();
    ActorRef<QueueBoard.Command> board = context.spawn(board(parts, waiting), "queue-board");
    DeliveryServices services =
        new DeliveryServices(
            settings.delivery(),
            parts.identity(),
            DeliveryAttempt.attempts(
                new DeliveryAttempt.Parts(
                    resolver,
                    dialer,
                    parts.contents(),
                    traces,
                    settings.peer(),
                    parts.random(),
                    parts.clock())),
            context.spawn(OutboundGate.create(settings.delivery(), parts.clock()), "outbound-gate"),
            board,
            waiting,
            mailboxes,
            parts.contents(),
            parts.contents(),
            traces,
            parts.metrics().deliveries(),
            parts.random(),
            parts.clock());
    RemoteDomains domains = ShardedRemoteDomains.start(system, services);
    RemoteKeyLookup keys =
        new RemoteKeyLookup(
            context.spawn(
                RemoteKeyLookup.askers(
                    new RemoteKeyLookup.Parts(
                        resolver,
                        dialer,
                        new QueuesPeerBook(domains),
                        settings.keys().lookupTimeout(),
                        parts.random(),
                        parts.clock())),
                "key-lookups"));
    context.spawn(
        TraceSweeper.create(traces, settings.traceKept(), parts.clock()), "trace-sweeper");
    return new Started(
        domains,
        board,
        waiting,
        parts.metrics().countedKeys(keys),
        new StoredTraces(traces),
        List.of(ShardedRemoteDomains.TYPE));
  }

  private static Behavior<QueueBoard.Command> board(
      NodeGuardian.Parts parts, WaitingDomainSet waiting) {
    return parts.membership().isShared()
        ? QueueBoard.amongOthers(waiting)
        : QueueBoard.alone(waiting);
  }

  private static DomainResolver resolver(ActorSystem<?> system, NodeGuardian.Parts parts) {
    NodeSettings settings = parts.settings();
    RandomGenerator random =
        () -> ByteBuffer.wrap(parts.random().next(Long.BYTES).toArray()).getLong();
    try {
      return new DnsResolver(
          settings.federation().resolver(),
          Set.of(new InetSocketAddress(settings.listenInterface(), settings.listenPort())),
          parts.clock(),
          random,
          system.dispatchers().lookup(DispatcherSelector.defaultDispatcher()));
    } catch (IOException unreadable) {
      throw new StartException(unreadable.getMessage(), unreadable);
    }
  }
}
