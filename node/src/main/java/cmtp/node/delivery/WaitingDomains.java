package cmtp.node.delivery;

import cmtp.protocol.address.DomainName;

/**
 * The domains whose mail waits on this node because they could not be reached: what sessions ask
 * before they look closer at who a message came through.
 */
@FunctionalInterface
public interface WaitingDomains {

  /** At once, on any thread. */
  boolean waits(DomainName domain);
}
