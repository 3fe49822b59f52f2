package cmtp.simulations.resilience.place;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.dns.AuthoritativeDns;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three nodes with a domain each, and a name server that leads them to each other: on loopback
 * addresses, or each in a network namespace.
 */
public final class Federation implements Topology {
  private static final List<String> DOMAINS = List.of("a.test", "b.test", "c.test");
  private static final int PORT = 2424;

  private final AuthoritativeDns records;
  private final LateDns dns;
  private final Optional<Namespaces> networks;
  private final List<NodeProcess> nodes = new ArrayList<>();

  private Federation(AuthoritativeDns records, LateDns dns, Optional<Namespaces> networks) {
    this.records = records;
    this.dns = dns;
    this.networks = networks;
  }

  /**
   * @param apart in network namespaces; needs root
   */
  public static Federation in(Path folder, boolean apart) throws IOException, InterruptedException {
    Optional<Namespaces> networks =
        apart ? Optional.of(Namespaces.make(DOMAINS.size())) : Optional.empty();
    AuthoritativeDns records = AuthoritativeDns.start(0, List.of());
    String here = networks.map(Namespaces::here).orElse("127.0.0.1");
    Federation federation =
        new Federation(records, LateDns.start(here, records.address()), networks);
    for (int i = 0; i < DOMAINS.size(); i++) {
      federation.add(i, folder, here);
    }
    return federation;
  }

  private void add(int i, Path folder, String here) throws IOException {
    String domain = DOMAINS.get(i);
    String host = networks.map(all -> all.host(i)).orElseGet(() -> Loopback.host(i + 1));
    int port = networks.isPresent() ? PORT : NodeProcess.freePort(host);
    int operator = networks.isPresent() ? Namespaces.OPERATOR_PORT : 0;
    records.put("_cmtp._tcp." + domain + ". 1 IN SRV 0 0 " + port + " node." + domain + ".");
    records.put("node." + domain + ". 1 IN A " + host);
    nodes.add(
        new NodeProcess(
            new NodeProcess.Spot(
                domain,
                folder.resolve(domain),
                new InetSocketAddress(host, port),
                networks.isPresent() ? Optional.of(host) : Optional.empty(),
                networks.map(all -> all.prefix(i)).orElseGet(List::of),
                List.of(
                    "cmtp.domains=[\"" + domain + "\"]",
                    "cmtp.admin.port=" + operator,
                    "cmtp.dns.servers=[\"" + here + ":" + dns.port() + "\"]",
                    "cmtp.dns.private-targets=true",
                    "cmtp.trusted-networks=[]",
                    // A run is short, so nodes try again soon, and dial often.
                    "cmtp.delivery.retry-first=500ms",
                    "cmtp.delivery.retry-max=2s",
                    "cmtp.delivery.linger=50ms"))));
  }

  @Override
  public List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public List<String> domains() {
    return DOMAINS;
  }

  @Override
  public String domainOf(int node) {
    return DOMAINS.get(node);
  }

  @Override
  public List<NodeProcess> serving(String domain) {
    return List.of(nodes.get(DOMAINS.indexOf(domain)));
  }

  /** Present if each node has a network of its own. */
  public Optional<Namespaces> networks() {
    return networks;
  }

  /** From now on the name server answers so late. */
  public void delayDns(int ms) {
    dns.delay(ms);
  }

  @Override
  public boolean isWhole(long sinceMillis) {
    return nodes.stream().allMatch(node -> hasNothingOlder(node, sinceMillis));
  }

  private static boolean hasNothingOlder(NodeProcess node, long sinceMillis) {
    try {
      JsonNode working = node.operator().get("/v1/queue/summary");
      for (JsonNode queue : working.path("domains")) {
        boolean old = queue.path("oldestMs").asLong(Long.MAX_VALUE) < sinceMillis;
        if (old && queue.path("waiting").asInt() > 0) {
          return false;
        }
      }
      return working.path("complete").asBoolean();
    } catch (IOException | CliFailure unanswered) {
      return false;
    }
  }

  @Override
  public boolean mayEnd(int code) {
    return false;
  }

  /** Asking each queue by name brings it back, if it is not in memory since the last start. */
  @Override
  public boolean isQuiet() {
    for (NodeProcess node : nodes) {
      try {
        if (!isQuiet(node)) {
          return false;
        }
      } catch (IOException | CliFailure unanswered) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuiet(NodeProcess node) throws IOException {
    AdminClient operator = node.operator();
    for (String domain : DOMAINS) {
      if (!domain.equals(node.name()) && waiting(operator, domain) != 0) {
        return false;
      }
    }
    JsonNode working = operator.get("/v1/queue/summary");
    return working.path("complete").asBoolean() && working.path("domains").isEmpty();
  }

  private static int waiting(AdminClient operator, String domain) throws IOException {
    try {
      return operator.get("/v1/domains/" + domain).path("waiting").asInt(-1);
    } catch (CliFailure refused) {
      if (refused.exitCode() == ExitCode.NOT_FOUND) {
        return 0; // nobody has ever written there
      }
      throw refused;
    }
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(NodeProcess::close);
    dns.close();
    records.close();
    networks.ifPresent(Namespaces::close);
  }
}
