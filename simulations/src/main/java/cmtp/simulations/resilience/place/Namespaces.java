package cmtp.simulations.resilience.place;

import cmtp.simulations.resilience.disk.Tool;
import java.io.IOException;
import java.util.List;

/**
 * A network namespace for each node, all on one bridge, on which this program is too. What nodes
 * hear of each other can be cut or thinned; what they hear of this program can't. Needs root,
 * {@code ip}, {@code nft} and {@code sysctl}.
 *
 * <p>Namespaces are named for this program's process; those of one that is gone are removed.
 */
public final class Namespaces implements AutoCloseable {
  /** Where the operator's interface is led to its loopback from outside. */
  static final int OPERATOR_PORT = 2479;

  private static final String NAME = "cmtpr-";
  private static final int NETS = 250;
  private static final int HERE = 254;

  private final long pid = ProcessHandle.current().pid();
  private final int nodes;

  private Namespaces(int nodes) {
    this.nodes = nodes;
  }

  /**
   * @throws IOException also if something is missing for it
   */
  static Namespaces make(int nodes) throws IOException, InterruptedException {
    if (!Tool.isRoot()) {
      throw new IOException("networks of their own need root");
    }
    removeLeftBehind();
    Namespaces made = new Namespaces(nodes);
    try {
      made.wire();
      return made;
    } catch (IOException failed) {
      made.close();
      throw failed;
    }
  }

  private static void removeLeftBehind() throws InterruptedException {
    for (String line : Tool.tried(List.of("ip", "netns", "list")).said().split("\n")) {
      String name = line.split(" ")[0];
      if (name.matches(NAME + "[0-9]+-[0-9]+")) {
        long owner = Long.parseLong(name.split("-")[1]);
        if (ProcessHandle.of(owner).isEmpty()) {
          Tool.tried(List.of("ip", "netns", "delete", name));
          Tool.tried(List.of("ip", "link", "delete", "cmr" + owner));
        }
      }
    }
  }

  private String bridge() {
    return "cmr" + pid;
  }

  private String name(int node) {
    return NAME + pid + "-" + node;
  }

  private String address(int host) {
    return "10.232." + pid % NETS + "." + host;
  }

  private void wire() throws IOException, InterruptedException {
    Tool.run("ip", "link", "add", bridge(), "type", "bridge");
    Tool.run("ip", "address", "add", here() + "/24", "dev", bridge());
    Tool.run("ip", "link", "set", bridge(), "up");
    for (int node = 0; node < nodes; node++) {
      wire(node);
    }
  }

  private void wire(int node) throws IOException, InterruptedException {
    String name = name(node);
    String outer = bridge() + "." + node;
    Tool.run("ip", "netns", "add", name);
    Tool.run("ip", "-n", name, "link", "set", "lo", "up");
    Tool.run("ip", "link", "add", outer, "type", "veth", "peer", "name", "mail", "netns", name);
    Tool.run("ip", "link", "set", outer, "master", bridge(), "up");
    Tool.run("ip", "-n", name, "address", "add", host(node) + "/24", "dev", "mail");
    Tool.run("ip", "-n", name, "link", "set", "mail", "up");
    Tool.run(
        "ip", "netns", "exec", name, "sysctl", "-q", "-w", "net.ipv4.conf.all.route_localnet=1");
    filter(
        node,
        "add table ip harm;"
            + " add chain ip harm heard { type filter hook input priority 0; };"
            + " add table ip operator;"
            + " add chain ip operator led { type nat hook prerouting priority -100; };"
            + (" add rule ip operator led tcp dport " + OPERATOR_PORT)
            + (" dnat to 127.0.0.1:" + OPERATOR_PORT));
  }

  private void filter(int node, String rules) throws IOException, InterruptedException {
    Tool.run("ip", "netns", "exec", name(node), "nft", rules);
  }

  /** This program's address on the bridge. */
  String here() {
    return address(HERE);
  }

  /** A node's. */
  String host(int node) {
    return address(node + 1);
  }

  /** What runs a program in a node's namespace. */
  List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", name(node));
  }

  /** Between this node and all others nothing arrives any more. */
  public void isolate(int node) throws IOException, InterruptedException {
    thin(node, "");
  }

  /**
   * Of what this node and the others send to each other, so much is lost.
   *
   * @param percent of the packets, in each direction
   */
  public void lose(int node, int percent) throws IOException, InterruptedException {
    thin(node, "numgen random mod 100 < " + percent + " ");
  }

  private void thin(int node, String when) throws IOException, InterruptedException {
    for (int other = 0; other < nodes; other++) {
      if (other != node) {
        filter(other, "add rule ip harm heard ip saddr " + host(node) + " " + when + "drop");
        filter(node, "add rule ip harm heard ip saddr " + host(other) + " " + when + "drop");
      }
    }
  }

  /** Everything arrives again. */
  public void heal() throws IOException, InterruptedException {
    for (int node = 0; node < nodes; node++) {
      filter(node, "flush chain ip harm heard");
    }
  }

  /** The nodes must have ended. */
  @Override
  public void close() {
    try {
      for (int node = 0; node < nodes; node++) {
        Tool.tried(List.of("ip", "netns", "delete", name(node)));
      }
      Tool.tried(List.of("ip", "link", "delete", bridge()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
