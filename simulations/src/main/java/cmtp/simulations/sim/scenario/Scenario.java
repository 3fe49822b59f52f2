package cmtp.simulations.sim.scenario;

import cmtp.simulations.sim.network.Weather;
import cmtp.simulations.sim.virtual.SeededRandom;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is simulated. A file of HOCON overrides the defaults in {@code scenario.conf}, where each
 * setting is explained.
 *
 * @param origin the name or the file that it was loaded from, and {@code overrides} of it
 * @param users of each domain
 * @param poison how many further domains have nodes that are no good
 * @param duration of the work; when it is over, everything is made whole
 * @param settle how long everything may take to be in order after that
 * @param node the nodes' own settings, by full name
 */
public record Scenario(
    String origin,
    Map<String, String> overrides,
    String name,
    String description,
    int domains,
    int users,
    int poison,
    Duration duration,
    Duration settle,
    Work work,
    Weather weather,
    List<FaultRule> faults,
    Map<String, String> node) {
  private static final List<String> SHIPPED =
      List.of(
          "steady",
          "flapping-domain",
          "long-outage",
          "partition-and-heal",
          "mass-restart",
          "poison-domain",
          "slow-dns",
          "hub-and-spoke",
          "bad-disks",
          "stolen-name",
          "running-in-circles",
          "broken-line",
          "flood",
          "moving-home",
          "everything",
          "large-day");

  public Scenario {
    overrides = java.util.Collections.unmodifiableMap(new TreeMap<>(overrides));
    faults = List.copyOf(faults);
    node = java.util.Collections.unmodifiableMap(new TreeMap<>(node));
    if (domains < 1 || users < 1 || work.mails() < 0) {
      throw new ScenarioException("a scenario has at least one domain and one user");
    }
  }

  /** The names of those that are shipped. */
  public static List<String> shipped() {
    return SHIPPED;
  }

  /**
   * @param nameOrFile of a shipped one, or a file
   * @param overrides by name, for example {@code domains} or {@code work.mails}
   * @throws ScenarioException if there is none, or it is not in order
   */
  public static Scenario load(String nameOrFile, Map<String, String> overrides) {
    try {
      Config given = ConfigFactory.empty();
      for (Map.Entry<String, String> one : new TreeMap<>(overrides).entrySet()) {
        given =
            ConfigFactory.parseString(one.getKey() + " = " + one.getValue()).withFallback(given);
      }
      Config whole = given.withFallback(parse(nameOrFile)).withFallback(defaults()).resolve();
      rejectUnknown(whole);
      return read(nameOrFile, overrides, whole);
    } catch (ConfigException wrong) {
      throw new ScenarioException(nameOrFile + ": " + wrong.getMessage());
    }
  }

  private static Config defaults() {
    return ConfigFactory.parseResources(Scenario.class, "scenario.conf");
  }

  private static Config parse(String nameOrFile) {
    if (SHIPPED.contains(nameOrFile)) {
      return ConfigFactory.parseResources(Scenario.class, nameOrFile + ".conf");
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isReadable(file)) {
      throw new ScenarioException(
          "there is no scenario \"" + nameOrFile + "\", nor a file of that name");
    }
    return ConfigFactory.parseFile(file.toFile());
  }

  private static void rejectUnknown(Config whole) {
    Config known = defaults();
    for (Map.Entry<String, ConfigValue> one : whole.entrySet()) {
      String path = one.getKey();
      if (!path.startsWith("node.") && !path.equals("faults") && !known.hasPathOrNull(path)) {
        throw new ScenarioException("unknown setting " + path);
      }
    }
  }

  private static Scenario read(String origin, Map<String, String> overrides, Config config) {
    return new Scenario(
        origin,
        overrides,
        config.getString("name"),
        config.getString("description"),
        config.getInt("domains"),
        config.getInt("users"),
        config.getInt("poison-domains"),
        config.getDuration("duration"),
        config.getDuration("settle"),
        work(config.getConfig("work")),
        weather(config.getConfig("weather")),
        config.getConfigList("faults").stream().map(Scenario::rule).toList(),
        node(config));
  }

  private static Work work(Config config) {
    return new Work(
        config.getInt("mails"),
        Math.toIntExact(config.getBytes("size.median")),
        config.getDouble("size.sigma"),
        Math.toIntExact(config.getBytes("size.max")),
        config.getDouble("local"),
        config.getDouble("nobody"),
        config.getDouble("poison"),
        config.getDouble("ring"),
        config.getDouble("unproven"),
        config.getDouble("strangers"),
        config.getDouble("hub"),
        config.getInt("burst"));
  }

  private static Weather weather(Config config) {
    return new Weather(
        config.getDuration("latency"),
        config.getDouble("spread"),
        config.getDouble("loss"),
        config.getDouble("resets"),
        config.getBytes("bytes-per-second"));
  }

  private static FaultRule rule(Config config) {
    Duration longest = config.getDuration("longest");
    return new FaultRule(
        FaultKind.of(config.getString("kind")),
        config.hasPath("count") ? config.getInt("count") : 1,
        config.hasPath("at") ? Optional.of(config.getDuration("at")) : Optional.empty(),
        config.hasPath("shortest") ? config.getDuration("shortest") : longest,
        longest,
        node(config, "node"),
        config.hasPath("strength") ? config.getDouble("strength") : 0);
  }

  private static OptionalInt node(Config config, String path) {
    if (!config.hasPath(path)) {
      return OptionalInt.empty();
    }
    boolean every = config.getString(path).equals("every");
    return OptionalInt.of(every ? FaultRule.EVERY_NODE : config.getInt(path));
  }

  private static Map<String, String> node(Config config) {
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> one : config.getConfig("node").entrySet()) {
      settings.put("cmtp." + one.getKey(), one.getValue().render());
    }
    return settings;
  }

  /** What befalls this federation in the run of a seed. */
  public List<Fault> planned(long seed) {
    SeededRandom random = new SeededRandom(seed).part("faults");
    List<Fault> all = new ArrayList<>();
    for (FaultRule rule : faults) {
      all.addAll(rule.faults(all.size() + 1, domains, duration, random));
    }
    return all;
  }

  /** The same, smaller: for shrinking. */
  public Scenario with(int fewerDomains, int fewerMails) {
    Map<String, String> smaller = new TreeMap<>(overrides);
    smaller.put("domains", Integer.toString(fewerDomains));
    smaller.put("work.mails", Integer.toString(fewerMails));
    return load(origin, smaller);
  }
}
