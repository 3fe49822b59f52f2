package cmtp.node.peer;

import java.net.InetSocketAddress;
import org.apache.pekko.actor.typed.ActorRef;

/** Opens connections to other nodes. */
public interface Dialer {

  /**
   * Begins to connect; at once. The owner is told {@link PeerEvent.Connected} or {@link
   * PeerEvent.Broken}; the connection ends with it.
   */
  PeerWire dial(InetSocketAddress address, ActorRef<PeerEvent> owner);
}
