package cmtp.node.routing;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A host that SRV or MX records name for a domain, or the domain itself.
 *
 * @param priority the least is tried first
 * @param weight among equal ones (RFC 2782); 0 for MX
 * @param addresses that may be connected to; none before they are known
 */
record Exchange(int priority, int weight, Name host, int port, List<InetAddress> addresses) {
  Exchange {
    addresses = List.copyOf(addresses);
  }

  Exchange(int priority, int weight, Name host, int port) {
    this(priority, weight, host, port, List.of());
  }

  Exchange with(List<InetAddress> found) {
    return new Exchange(priority, weight, host, port, found);
  }

  /** Without the final dot. */
  String hostName() {
    return host.toString(true);
  }
}
