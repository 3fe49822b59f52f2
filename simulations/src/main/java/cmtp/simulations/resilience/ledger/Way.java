package cmtp.simulations.resilience.ledger;

import cmtp.protocol.address.Address;

/**
 * Where a message goes: all of one way are taken by the same mailbox, or the same queue, so none is
 * if that is out of order.
 *
 * @param domain the writer's
 * @param to the account in this domain, or the other domain
 */
public record Way(String domain, String to) {
  public static Way of(Address from, Address to) {
    boolean near = from.domain().equals(to.domain());
    return new Way(from.domain().value(), near ? to.account().value() + "@" : to.domain().value());
  }
}
