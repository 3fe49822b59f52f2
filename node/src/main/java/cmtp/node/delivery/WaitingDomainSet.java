package cmtp.node.delivery;

import cmtp.protocol.address.DomainName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The domains whose mail waits on this node for a back-off to end: for them alone a sign of life is
 * worth a {@link RemoteDomain.Contact}. Any thread may ask.
 */
public final class WaitingDomainSet implements WaitingDomains {
  private final Set<DomainName> waiting = ConcurrentHashMap.newKeySet();

  @Override
  public boolean waits(DomainName domain) {
    return waiting.contains(domain);
  }

  void set(DomainName domain, boolean waits) {
    if (waits) {
      waiting.add(domain);
    } else {
      waiting.remove(domain);
    }
  }
}
