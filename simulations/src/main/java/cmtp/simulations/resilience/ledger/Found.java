package cmtp.simulations.resilience.ledger;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;

/**
 * A message that is in a mailbox.
 *
 * @param body the hash of its sealed body, as it could be read
 */
public record Found(Address mailbox, MessageId mid, Bytes body) {}
