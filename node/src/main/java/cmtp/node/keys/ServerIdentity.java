package cmtp.node.keys;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import java.util.List;

/**
 * Who this node is: its key and the domains it serves, the first of which is its name in greetings
 * and signatures.
 */
public record ServerIdentity(SigningKey key, List<DomainName> domains) {
  public ServerIdentity {
    domains = List.copyOf(domains);
    if (domains.isEmpty()) {
      throw new IllegalArgumentException("a node serves at least one domain");
    }
  }

  public ServerIdentity withKey(SigningKey next) {
    return new ServerIdentity(next, domains);
  }

  public DomainName primary() {
    return domains.get(0);
  }

  public boolean serves(DomainName domain) {
    return domains.contains(domain);
  }

  public boolean isOurs(Address address) {
    return serves(address.domain());
  }
}
