package cmtp.simulations.resilience.place;

import java.io.IOException;
import java.util.List;

/** Nodes that belong together. */
public interface Topology extends AutoCloseable {

  /** All processes; the first start is made by whoever runs them. */
  List<NodeProcess> nodes();

  /** The domains that have users. */
  List<String> domains();

  /** The domain whose users suffer if this process does. */
  String domainOf(int node);

  /** The processes that serve this domain. */
  List<NodeProcess> serving(String domain);

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
