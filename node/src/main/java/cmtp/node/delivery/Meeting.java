package cmtp.node.delivery;

import cmtp.node.peer.Handshake;
import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.protocol.address.DomainName;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A delivery attempt's first state: it looks for the domain's node, and makes sure of it. */
final class Meeting extends AbstractBehavior<DeliveryAttempt.Command> {
  private final DeliveryAttempt.Parts parts;
  private final DomainName domain;
  private final PeerKnowledge known;
  private final ActorRef<DeliveryAttempt.Progress> queue;
  private Handshake handshake;

  Meeting(
      ActorContext<DeliveryAttempt.Command> context,
      DeliveryAttempt.Parts parts,
      DomainName domain,
      PeerKnowledge known,
      ActorRef<DeliveryAttempt.Progress> queue) {
    super(context);
    this.parts = parts;
    this.domain = domain;
    this.known = known;
    this.queue = queue;
  }

  Behavior<DeliveryAttempt.Command> start() {
    ActorRef<DeliveryAttempt.Command> self = getContext().getSelf();
    parts
        .resolver()
        .resolve(domain)
        .whenComplete((found, failure) -> self.tell(new DeliveryAttempt.Resolved(found)));
    return this;
  }

  @Override
  public Receive<DeliveryAttempt.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(DeliveryAttempt.Resolved.class, this::onResolved)
        .onMessage(DeliveryAttempt.FromPeer.class, this::onPeer)
        .onMessageEquals(DeliveryAttempt.Finish.INSTANCE, this::onFinish)
        .build();
  }

  private Behavior<DeliveryAttempt.Command> onResolved(DeliveryAttempt.Resolved message) {
    Resolution resolution = message.resolution();
    if (resolution instanceof Resolution.NoSuchDomain none) {
      return end(new DeliveryAttempt.Hopeless(none.reason()));
    }
    if (resolution instanceof Resolution.Unresolved unresolved) {
      return end(new DeliveryAttempt.Broken(unresolved.reason()));
    }
    handshake =
        new Handshake(
            domain,
            (Resolution.Found) resolution,
            parts.dialer(),
            parts.random(),
            parts.clock(),
            getContext().messageAdapter(PeerEvent.class, DeliveryAttempt.FromPeer::new));
    handshake.start();
    return this;
  }

  private Behavior<DeliveryAttempt.Command> onPeer(DeliveryAttempt.FromPeer message) {
    Handshake.Step step = handshake.onEvent(message.event());
    if (step == Handshake.AsksForKnowledge.INSTANCE) {
      step = handshake.onKnowledge(known);
    }
    if (step instanceof Handshake.Ready ready) {
      return met(ready.peer());
    }
    if (step instanceof Handshake.Failed failed) {
      return end(new DeliveryAttempt.Broken(failed.reason()));
    }
    if (step instanceof Handshake.NotCmtp stranger) {
      return end(strangers(stranger.reason()));
    }
    if (step instanceof Handshake.Disputed disputed) {
      return end(new DeliveryAttempt.KeyDisputed(disputed.offered(), disputed.reason()));
    }
    return this;
  }

  /** A domain that was met before has not given up mail because somebody says so in clear. */
  private DeliveryAttempt.End strangers(String reason) {
    return known.isPinned()
        ? new DeliveryAttempt.Broken(reason)
        : new DeliveryAttempt.Hopeless(reason);
  }

  private Behavior<DeliveryAttempt.Command> met(Peer peer) {
    queue.tell(
        new DeliveryAttempt.Met(
            getContext().getSelf(), peer.key().bytes(), peer.origin(), peer.speaksX1()));
    return new Delivering(getContext(), parts, domain, peer, queue);
  }

  private Behavior<DeliveryAttempt.Command> onFinish() {
    if (handshake != null) {
      handshake.abandon();
    }
    return end(DeliveryAttempt.Over.INSTANCE);
  }

  private Behavior<DeliveryAttempt.Command> end(DeliveryAttempt.End end) {
    queue.tell(new DeliveryAttempt.Ended(getContext().getSelf(), List.of(), end));
    return Behaviors.stopped();
  }
}
