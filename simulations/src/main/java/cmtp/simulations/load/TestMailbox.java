package cmtp.simulations.load;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.VerifyKey;

/** A mailbox that takes test mail, and the key that mail for it is sealed to. */
record TestMailbox(Address address, VerifyKey key) {}
