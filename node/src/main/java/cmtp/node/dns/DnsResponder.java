package cmtp.node.dns;

import cmtp.protocol.Bytes;
import java.util.Optional;

/** What a {@link DnsServer} says. */
@FunctionalInterface
public interface DnsResponder {

  /** How a query came. */
  enum Transport {
    UDP,
    TCP
  }

  /**
   * Called by several threads at once; must not wait.
   *
   * @return the answer as it goes out; empty for silence, which over TCP closes the connection
   */
  Optional<Bytes> answer(Bytes query, Transport transport);
}
