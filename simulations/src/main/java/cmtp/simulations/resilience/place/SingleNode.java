package cmtp.simulations.resilience.place;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One node, one domain, SQLite. */
public final class SingleNode implements Topology {
  private static final String DOMAIN = "resilience.test";

  private final NodeProcess node;

  private SingleNode(NodeProcess node) {
    this.node = node;
  }

  /**
   * @param data where its data directory is made
   */
  public static SingleNode at(Path data) throws IOException {
    String host = Loopback.host(1);
    NodeProcess.Spot spot =
        new NodeProcess.Spot(
            DOMAIN,
            data,
            new InetSocketAddress(host, NodeProcess.freePort(host)),
            Optional.empty(),
            List.of(),
            List.of("cmtp.domains=[\"" + DOMAIN + "\"]"));
    return new SingleNode(new NodeProcess(spot));
  }

  public NodeProcess node() {
    return node;
  }

  @Override
  public List<NodeProcess> nodes() {
    return List.of(node);
  }

  @Override
  public List<String> domains() {
    return List.of(DOMAIN);
  }

  @Override
  public boolean isWhole(long any) {
    return true;
  }

  @Override
  public boolean mayEnd(int code) {
    return false;
  }

  @Override
  public boolean isQuiet() {
    return true; // what is taken is in its mailbox
  }

  @Override
  public void close() {
    node.close();
  }
}
