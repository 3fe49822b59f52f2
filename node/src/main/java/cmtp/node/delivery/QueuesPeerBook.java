package cmtp.node.delivery;

import cmtp.node.peer.PeerBook;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import org.apache.pekko.actor.typed.ActorRef;

/** What the queues know of their domains' nodes. */
public record QueuesPeerBook(RemoteDomains domains) implements PeerBook {
  @Override
  public void knowledge(DomainName domain, ActorRef<PeerKnowledge> replyTo) {
    domains.tell(domain, new RemoteDomain.GetPeer(replyTo));
  }

  @Override
  public void met(DomainName domain, Bytes key, PinOrigin origin, boolean x1) {
    domains.tell(domain, new RemoteDomain.PeerMet(key, origin, x1));
  }

  @Override
  public void disputed(DomainName domain, Bytes offered) {
    domains.tell(domain, new RemoteDomain.PeerDisputed(offered));
  }
}
