package cmtp.simulations.resilience.place;

import java.io.IOException;
import java.util.List;

/** Nodes that belong together. */
public interface Topology extends AutoCloseable {

  /** All processes; the first start is made by whoever runs them. */
  List<NodeProcess> nodes();

  /** The domains that have users. */
  List<String> domains();

  /** The domain whose users suffer if this process does; unless told otherwise there is one. */
  default String domainOf(int node) {
    return domains().get(0);
  }

  /** The processes that serve this domain; unless told otherwise all do. */
  default List<NodeProcess> serving(String domain) {
    return nodes();
  }

  /**
   * Whether all processes work together as they should, and no mail waits that already did then.
   *
   * @param sinceMillis Unix time
   */
  boolean isWhole(long sinceMillis);

  /** Whether a process may end by itself with this code, because of what is done to it. */
  boolean mayEnd(int code);

  /** Whether mail that was taken may still be on its way to its mailbox. */
  boolean isQuiet();

  @Override
  void close() throws IOException;
}
