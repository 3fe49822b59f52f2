package cmtp.node.cli.doctor;

import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Optional;

/**
 * What ought to be so, as far as it is known.
 *
 * @param ours whether the node that was asked serves the domain
 * @param key the node's own, or the one that it has pinned for the domain
 * @param port where the node listens; only if the domain is ours
 * @param privateTargets whether private addresses are fine
 */
record Expectation(
    DomainName domain, boolean ours, Optional<VerifyKey> key, int port, boolean privateTargets) {
  static Expectation nothing(DomainName domain, boolean privateTargets) {
    return new Expectation(domain, false, Optional.empty(), 0, privateTargets);
  }

  String keyName() {
    return ours ? "this node's key" : "the pinned key";
  }
}
