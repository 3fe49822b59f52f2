package cmtp.node.delivery;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The domains whose mail waits on this node for a back-off to end: for them alone a sign of life is
 * worth a {@link RemoteDomain.Contact}. This process's own queues say so themselves; of the others'
 * the {@link QueueBoard} hears. Any thread may ask.
 */
public final class WaitingDomainSet implements WaitingDomains {
  private final Set<DomainName> waiting = ConcurrentHashMap.newKeySet();
  private final Map<ActorRef<QueueBoard.Command>, DomainDigest> elsewhere =
      new ConcurrentHashMap<>();

  @Override
  public boolean waits(DomainName domain) {
    return waiting.contains(domain)
        || elsewhere.values().stream().anyMatch(digest -> digest.mayContain(domain));
  }

  void set(DomainName domain, boolean waits) {
    if (waits) {
      waiting.add(domain);
    } else {
      waiting.remove(domain);
    }
  }

  /** Of those of this process. */
  Bytes digest() {
    return DomainDigest.encode(waiting);
  }

  /** What waits in the process of another board. */
  void elsewhere(ActorRef<QueueBoard.Command> board, DomainDigest digest) {
    elsewhere.put(board, digest);
  }

  /** Forgets what other boards told. */
  void keepElsewhere(Collection<ActorRef<QueueBoard.Command>> boards) {
    elsewhere.keySet().retainAll(boards);
  }
}
