package cmtp.node.cli.home;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.VerifyKey;

/**
 * A correspondent's key as it was first seen, or as it legitimately followed from that.
 *
 * @param sinceMillis Unix milliseconds when this address was first pinned
 */
public record Pin(Address address, VerifyKey key, long sinceMillis) {}
