package cmtp.simulations.sim.federation;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;

/** Somebody with an account, and the key that only they have. */
public record User(Address address, SigningKey key) {}
