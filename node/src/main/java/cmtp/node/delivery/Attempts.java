package cmtp.node.delivery;

import cmtp.persistence.queue.PeerKnowledge;
import cmtp.protocol.address.DomainName;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** Makes connections to other domains' nodes, to be spawned by their queues. */
@FunctionalInterface
public interface Attempts {

  /**
   * @param peer what is known of the domain's node
   * @param queue told how it goes
   */
  Behavior<DeliveryAttempt.Command> open(
      DomainName domain, PeerKnowledge peer, ActorRef<DeliveryAttempt.Progress> queue);
}
