package cmtp.node;

import cmtp.node.dns.AuthoritativeDns;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** How nodes on loopback find each other: their settings, and what stands in the DNS of them. */
public final class FederationSetup {
  private FederationSetup() {}

  /**
   * What a node is set to so that it asks this name server, believes that other nodes are on
   * loopback, trusts nobody without a session, and neither waits nor keeps connections for long.
   *
   * @param more as {@code name=value}; they win
   */
  public static String[] settings(String domain, AuthoritativeDns dns, String... more) {
    List<String> settings = new ArrayList<>();
    settings.add("cmtp.domains=[\"" + domain + "\"]");
    settings.add("cmtp.dns.servers=[\"127.0.0.1:" + dns.address().getPort() + "\"]");
    settings.add("cmtp.dns.private-targets=true");
    settings.add("cmtp.trusted-networks=[]");
    settings.add("cmtp.delivery.retry-first=500ms");
    settings.add("cmtp.delivery.retry-max=1s");
    settings.add("cmtp.delivery.linger=500ms");
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  /** Says in the DNS that this domain's node is there, and nowhere else. */
  public static void publish(AuthoritativeDns dns, String domain, InetSocketAddress node) {
    String service = "_cmtp._tcp." + domain + ".";
    String host = "node." + domain + ".";
    dns.remove(service, "SRV");
    dns.remove(host, "A");
    dns.put(service + " 60 IN SRV 0 0 " + node.getPort() + " " + host);
    dns.put(host + " 60 IN A " + node.getAddress().getHostAddress());
  }
}
