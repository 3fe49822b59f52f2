package cmtp.node.routing;

import cmtp.protocol.crypto.VerifyKey;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Where a domain's node is. */
public sealed interface Resolution {

  /** A host's address, to be tried in the order given. */
  record Target(String host, InetSocketAddress address) {}

  /**
   * @param targets at least one, in the order to be tried
   * @param authenticKey the server key that a DNSSEC-validated TXT record names
   */
  record Found(List<Target> targets, Optional<VerifyKey> authenticKey) implements Resolution {
    public Found {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("found without a target");
      }
    }
  }

  /** Mail for the domain can't ever be delivered: it doesn't exist, or wants none. */
  record NoSuchDomain(String reason) implements Resolution {}

  /** It can't be told now: DNS is silent, broken, or the answer fails validation. */
  record Unresolved(String reason) implements Resolution {}
}
