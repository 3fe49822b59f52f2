package cmtp.node.peer;

import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What is known of the nodes of other domains. It is asked, and told, about a domain only when a
 * server that is found for it has shown a key that is really its own.
 */
public interface PeerBook {

  /** May not be answered at all: the asker keeps the time. */
  void knowledge(DomainName domain, ActorRef<PeerKnowledge> replyTo);

  /** A handshake is complete: this is the domain's node. */
  void met(DomainName domain, Bytes key, PinOrigin origin, boolean x1);

  /** The domain's node has another key than the pinned one, without a statement by that one. */
  void disputed(DomainName domain, Bytes offered);
}
