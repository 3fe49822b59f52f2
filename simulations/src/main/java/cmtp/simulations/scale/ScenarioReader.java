package cmtp.simulations.scale;

import cmtp.node.FederationSettings;
import cmtp.node.NodeSettings;
import cmtp.node.SettingsException;
import cmtp.simulations.scale.DomainKind.Span;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads scenarios: HOCON over the defaults, with the node's own settings under {@code cmtp}. */
final class ScenarioReader {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration DURATION_MAX = Duration.ofDays(12);
  private static final int DOMAINS_MAX = 10_000_000;
  private static final int KINDS_MAX = 100;
  private static final int HOURS = 24;
  private static final String NODE = "cmtp";

  private final Reading read;
  private final Config whole;

  private ScenarioReader(Config whole) {
    this.whole = whole;
    this.read = new Reading(whole, "");
  }

  /**
   * @param own what the scenario says
   * @param set values that are said on the command line, by their names
   * @throws ScenarioException if it can't be used
   */
  static Scenario read(String name, Config own, Map<String, String> set) {
    Config defaults = ConfigFactory.parseResources(ScenarioReader.class, "defaults.conf");
    try {
      Config config = said(set).withFallback(own).withFallback(defaults).resolve();
      return new ScenarioReader(config).scenario(name, defaults);
    } catch (ConfigException | SettingsException wrong) {
      throw new ScenarioException(wrong.getMessage());
    }
  }

  private static Config said(Map<String, String> set) {
    Config all = ConfigFactory.empty();
    for (Map.Entry<String, String> one : set.entrySet()) {
      all = ConfigFactory.parseString(one.getKey() + " = " + one.getValue()).withFallback(all);
    }
    return all;
  }

  private Scenario scenario(String name, Config defaults) {
    Set<String> names = new TreeSet<>(defaults.root().keySet());
    names.addAll(Set.of("kinds", NODE));
    read.mustOnlyHave(names);
    FederationSettings node = nodeSettings();
    return new Scenario(
        name,
        read.text("description"),
        (long) read.number("seed", 0, 1L << 53),
        read.integer("domains", 1, DOMAINS_MAX),
        read.integer("nodes", 1, 1000),
        read.millis("duration", Duration.ofMinutes(1), DURATION_MAX),
        read.millis("sample", Duration.ofMinutes(1), DURATION_MAX),
        traffic(),
        machine(),
        node.delivery(),
        resolver(node),
        kinds());
  }

  private FederationSettings nodeSettings() {
    Map<String, String> set = new HashMap<>();
    if (whole.hasPath(NODE)) {
      whole
          .getConfig(NODE)
          .entrySet()
          .forEach(
              one ->
                  set.put(
                      NODE + "." + one.getKey(),
                      one.getValue().render(ConfigRenderOptions.concise())));
    }
    return NodeSettings.load(Optional.empty(), set).federation();
  }

  private Scenario.Traffic traffic() {
    List<Scenario.Size> sizes =
        read.list("sizes", ConfigFactory.empty()).stream()
            .map(
                one ->
                    new Scenario.Size(
                        one.bytes("bytes", 1, 1L << 30), one.number("share", 0, 1_000_000)))
            .toList();
    if (sizes.isEmpty()
        || sizes.size() > KINDS_MAX
        || sizes.stream().allMatch(s -> s.share() == 0)) {
      throw read.wrong("sizes", "has to name one size at least, with a share above 0");
    }
    return new Scenario.Traffic(
        read.number("messages-per-day", 0, 1e10),
        read.number("popularity", 0, 10),
        read.numbers("daily-curve", HOURS),
        sizes,
        read.number("proven", 0, 1),
        read.number("resubmitted", 0, 1),
        read.millis("resubmitted-after", MOMENT, DURATION_MAX));
  }

  private Scenario.Machinery machine() {
    Reading node = read.in("node");
    return new Scenario.Machinery(
        node.integer("cores", 1, 10_000),
        node.number("accept-ms", 0, 10_000),
        node.number("relay-ms", 0, 10_000),
        node.number("mib-ms", 0, 10_000),
        node.number("dial-ms", 0, 10_000),
        node.number("failed-dial-ms", 0, 10_000),
        node.millis("commit", NO_TIME, Duration.ofMinutes(1)),
        node.millis("backlog", MOMENT, Duration.ofHours(1)));
  }

  private Scenario.Resolver resolver(FederationSettings node) {
    Reading dns = read.in("dns");
    long ttlMs =
        Math.min(dns.millis("ttl", NO_TIME, DURATION_MAX), node.resolver().ttlMax().toMillis());
    return new Scenario.Resolver(
        (int) ttlMs,
        node.resolver().cacheEntriesMax(),
        (int) node.resolver().budget().toMillis(),
        (int) node.peer().connectTimeout().toMillis(),
        (int) node.peer().replyTimeout().toMillis(),
        spans(dns));
  }

  private static List<Span> spans(Reading of) {
    return of.list("outages", ConfigFactory.empty()).stream()
        .map(
            one -> {
              int fromMs = one.millis("from", NO_TIME, DURATION_MAX);
              int toMs = one.millis("to", NO_TIME, DURATION_MAX);
              if (toMs <= fromMs) {
                throw one.wrong("to", "is not after from");
              }
              return new Span(fromMs, toMs);
            })
        .toList();
  }

  private List<DomainKind> kinds() {
    Config usual = read.part("kind");
    List<DomainKind> kinds =
        read.list("kinds", usual).stream().map(one -> kind(one, usual)).toList();
    if (kinds.isEmpty() || kinds.size() > KINDS_MAX) {
      throw read.wrong("kinds", "has to name from 1 to " + KINDS_MAX + " kinds of domains");
    }
    if (kinds.stream().allMatch(kind -> kind.share() == 0)) {
      throw read.wrong("kinds", "has to name one kind at least with a share above 0");
    }
    return kinds;
  }

  private static DomainKind kind(Reading read, Config usual) {
    Set<String> names = new TreeSet<>(usual.root().keySet());
    names.add("name");
    read.mustOnlyHave(names);
    int fromRank = read.integer("from-rank", 0, DOMAINS_MAX);
    double deferred = read.number("defer", 0, 1);
    if (deferred + read.number("refuse", 0, 1) > 1) {
      throw read.wrong("refuse", "and defer are more than 1 together");
    }
    List<HostNumbers.Host> hosts = hosts(read);
    return new DomainKind(
        read.text("name"),
        read.number("share", 0, 1_000_000),
        fromRank,
        fromRank == 0 ? 0 : read.integer("to-rank", fromRank, DOMAINS_MAX),
        read.millis("up", NO_TIME, DURATION_MAX),
        read.millis("down", NO_TIME, DURATION_MAX),
        spans(read),
        read.flag("silent"),
        read.millis("rtt", NO_TIME, Duration.ofMinutes(1)),
        read.millis("message", NO_TIME, Duration.ofHours(1)),
        read.bytes("bytes-per-second", 1, Long.MAX_VALUE >> 10),
        read.integer("defer-first", 0, 1000),
        deferred,
        read.number("refuse", 0, 1),
        names(read),
        hosts.size(),
        hosts.stream().map(HostNumbers.Host::down).toList(),
        HostNumbers.known(hosts));
  }

  private static DomainKind.Names names(Reading read) {
    String finding = read.text("dns");
    int ms = read.millis("dns-time", NO_TIME, Duration.ofMinutes(10));
    return switch (finding) {
      case "hosts" -> new DomainKind.Names(DomainKind.Finding.HOSTS, ms);
      case "nothing" -> new DomainKind.Names(DomainKind.Finding.NOTHING, ms);
      case "no-domain" -> new DomainKind.Names(DomainKind.Finding.NO_DOMAIN, ms);
      default -> throw read.wrong("dns", "is hosts, nothing or no-domain, not " + finding);
    };
  }

  private static List<HostNumbers.Host> hosts(Reading read) {
    Config usual = ConfigFactory.parseString("priority = 10, weight = 0, down = 0");
    List<HostNumbers.Host> hosts =
        read.list("hosts", usual).stream()
            .map(
                one ->
                    new HostNumbers.Host(
                        one.integer("priority", 0, 65_535),
                        one.integer("weight", 0, 65_535),
                        one.number("down", 0, 1)))
            .toList();
    if (hosts.isEmpty() || hosts.size() > HostNumbers.HOSTS_MAX) {
      throw read.wrong("hosts", "has to name from 1 to " + HostNumbers.HOSTS_MAX + " hosts");
    }
    return hosts;
  }
}
