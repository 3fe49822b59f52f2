package cmtp.node.cli.doctor;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What DNS says about a domain.
 *
 * @param addresses the domain's own
 * @param txt the texts at {@code _cmtp.DOMAIN}
 * @param hosts the addresses of the hosts that are named as targets
 */
record DnsFacts(
    Answer<Srv> srv,
    Answer<Mx> mx,
    Answer<InetAddress> addresses,
    Answer<String> txt,
    Map<String, Answer<InetAddress>> hosts) {
  private static final int SMTP_PORT = 25;

  DnsFacts {
    hosts = Map.copyOf(hosts);
  }

  /** How a question was answered. */
  enum Outcome {
    FOUND,
    /** The name exists, without such records. */
    NONE,
    NO_SUCH_NAME,
    FAILED
  }

  /**
   * @param reason of a failure
   */
  record Answer<T>(Outcome outcome, List<T> values, String reason) {
    Answer {
      values = List.copyOf(values);
    }

    static <T> Answer<T> found(List<T> values) {
      return new Answer<>(values.isEmpty() ? Outcome.NONE : Outcome.FOUND, values, "");
    }

    static <T> Answer<T> noSuchName() {
      return new Answer<>(Outcome.NO_SUCH_NAME, List.of(), "");
    }

    static <T> Answer<T> failed(String reason) {
      return new Answer<>(Outcome.FAILED, List.of(), reason);
    }

    boolean isFound() {
      return outcome == Outcome.FOUND;
    }

    boolean isFailed() {
      return outcome == Outcome.FAILED;
    }
  }

  /** Host names end without a dot; the root is empty. */
  record Srv(int priority, int weight, int port, String host) {}

  record Mx(int preference, String host) {}

  record Target(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Where mail for the domain is taken to, in order (SPEC 2.10). */
  static List<Target> targets(
      String domain, Answer<Srv> srv, Answer<Mx> mx, Answer<InetAddress> addresses) {
    if (srv.isFound()) {
      return srv.values().stream()
          .filter(one -> !one.host().isEmpty())
          .sorted(Comparator.comparingInt(Srv::priority))
          .map(one -> new Target(one.host(), one.port()))
          .toList();
    }
    if (srv.isFailed() || mx.isFailed()) {
      return List.of();
    }
    if (mx.isFound()) {
      return mx.values().stream()
          .filter(one -> !one.host().isEmpty())
          .sorted(Comparator.comparingInt(Mx::preference))
          .map(one -> new Target(one.host(), SMTP_PORT))
          .toList();
    }
    return addresses.isFound() ? List.of(new Target(domain, SMTP_PORT)) : List.of();
  }

  List<Target> targets(String domain) {
    return targets(domain, srv, mx, addresses);
  }
}
