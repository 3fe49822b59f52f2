package cmtp.node.delivery;

import cmtp.protocol.address.DomainName;

/** How to reach the queue of a foreign domain, wherever it runs; it starts when spoken to. */
public interface RemoteDomains {
  void tell(DomainName domain, RemoteDomain.Command command);
}
