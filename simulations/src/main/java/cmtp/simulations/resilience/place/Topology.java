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

  /** Whether mail that was taken may still be on its way to its mailbox. */
  boolean isQuiet() throws IOException;

  @Override
  void close() throws IOException;
}
