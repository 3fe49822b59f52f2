package cmtp.simulations.scale;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** One queue whose peer behaves by a plan, and what it does, as lines of text. */
final class Scenes {
  /** Those of the node's QueueLab; work takes no time that is not the peer's. */
  private static final String SETTINGS =
      """
      domains = 1, nodes = 1, sample = 1 day, messages-per-day = 0, resubmitted = 0
      sizes = [{ bytes = 180, share = 1 }]
      node { accept-ms = 0, relay-ms = 0, mib-ms = 0, dial-ms = 0, failed-dial-ms = 0, commit = 0 }
      cmtp.delivery {
        connections = 20, dials-per-second = 1000, window = 4, batch = 10
        messages-per-domain = 1000, bytes-per-domain = 1000000
      }
      kind { rtt = 101 ms, message = 36 ms, bytes-per-second = 1 TiB, dns-time = 0 }
      """;

  private Scenes() {}

  /**
   * @param peer values of its kind
   * @param messages submitted at the start
   */
  static List<String> play(String rest, String peer, int messages, DoubleSupplier chance) {
    Scenario scenario =
        ScenarioReader.read(
            "scene",
            ConfigFactory.parseString(
                rest + "\n" + SETTINGS + "\nkinds = [{ name = far, share = 1, " + peer + " }]"),
            Map.of());
    Lines lines = new Lines();
    new Simulation(scenario, new AtOnce(messages), chance, lines).run(ms -> {});
    return lines.all();
  }

  /** All at the start. */
  private static final class AtOnce implements Submissions {
    private int left;

    AtOnce(int messages) {
      this.left = messages;
    }

    @Override
    public int nextMs() {
      return left > 0 ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public int takeDomain() {
      left--;
      return 0;
    }
  }

  /** For each time what happened, in the order of the alphabet. */
  private static final class Lines implements Trail {
    private final Map<Integer, Map<String, Integer>> counts = new TreeMap<>();

    private void add(int nowMs, String what, int count) {
      counts.computeIfAbsent(nowMs, ms -> new TreeMap<>()).merge(what, count, Integer::sum);
    }

    @Override
    public void dialled(int domain, int nowMs) {
      add(nowMs, "dials", 1);
    }

    @Override
    public void handed(int domain, int messages, int nowMs) {
      add(nowMs, "hands over", messages);
    }

    @Override
    public void left(int domain, boolean delivered, int acceptedMs, int nowMs) {
      add(nowMs, delivered ? "has delivered" : "gives up", 1);
    }

    @Override
    public void noticed(int domain, int acceptedMs, int nowMs) {
      add(nowMs, "tells of a delay", 1);
    }

    List<String> all() {
      List<String> lines = new ArrayList<>();
      counts.forEach(
          (ms, at) -> at.forEach((what, count) -> lines.add(ms + " " + what + " " + count)));
      return lines;
    }
  }
}
