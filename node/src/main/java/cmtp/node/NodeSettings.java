package cmtp.node;

import cmtp.node.logging.LogSettings;
import cmtp.node.net.ConnectionLimits;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.protocol.Limits;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The node's settings, read once. Defaults and their meaning stand in {@code cmtp-node.conf}; a
 * file overrides them, the command line overrides the file. An unknown name is an error: a typing
 * mistake must not silently leave a default in force.
 */
public final class NodeSettings {
  private static final String DEFAULTS = "cmtp-node.conf";
  private static final String COMMAND_LINE = "command line";

  private final Config config;
  private final Config defaults;
  private final Map<String, String> environment;
  private final SettingsReader read;

  private NodeSettings(Config config, Config defaults, Map<String, String> environment) {
    this.config = config;
    this.defaults = defaults;
    this.environment = environment;
    this.read = new SettingsReader(config);
  }

  /**
   * @param file a settings file, HOCON or JSON
   * @param overrides by full name, for example {@code cmtp.listen.port}
   * @throws SettingsException if the file can't be read or a value is wrong
   */
  public static NodeSettings load(Optional<Path> file, Map<String, String> overrides) {
    return load(file, overrides, System.getenv());
  }

  static NodeSettings load(
      Optional<Path> file, Map<String, String> overrides, Map<String, String> environment) {
    Config defaults = ConfigFactory.parseResources(NodeSettings.class.getClassLoader(), DEFAULTS);
    Config config =
        commandLine(overrides)
            .withFallback(file.map(NodeSettings::parse).orElse(ConfigFactory.empty()))
            .withFallback(defaults);
    try {
      config = config.resolve();
    } catch (ConfigException unresolved) {
      throw new SettingsException(unresolved.getMessage());
    }
    rejectUnknown(config, defaults);
    NodeSettings settings = new NodeSettings(config, defaults, environment);
    settings.readEverything();
    return settings;
  }

  private static Config commandLine(Map<String, String> overrides) {
    StringBuilder text = new StringBuilder();
    overrides.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
    try {
      return ConfigFactory.parseString(
          text.toString(),
          com.typesafe.config.ConfigParseOptions.defaults().setOriginDescription(COMMAND_LINE));
    } catch (ConfigException malformed) {
      throw new SettingsException(malformed.getMessage());
    }
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new SettingsException("can't read the settings file " + file);
    }
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException malformed) {
      throw new SettingsException(malformed.getMessage());
    }
  }

  private static void rejectUnknown(Config config, Config defaults) {
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      if (!defaults.hasPathOrNull(entry.getKey())) {
        throw new SettingsException(
            "unknown setting "
                + entry.getKey()
                + " ("
                + entry.getValue().origin().description()
                + "); cmtp config lists all that there are");
      }
    }
  }

  /** So that a wrong value is reported at the start and not when it is first needed. */
  private void readEverything() {
    domains();
    dataDirectory();
    connectionLimits();
    adminPort();
    monitoring();
    logSettings();
    listenPort();
    quotaBytes();
    messagesInFlight();
    storeTimeout();
    shutdownGrace();
    plaintext();
    loginsPerHour();
    registrationsPerHour();
    malformedMax();
    newKeyChain();
    backlog();
    cluster().readEverything();
    if (postgres().isPresent()) {
      cluster().mustBeSafe();
    }
    federation().readEverything();
  }

  /** The settings that concern the other processes of the cluster. */
  public ClusterSettings cluster() {
    return new ClusterSettings(read);
  }

  /** The settings that concern other domains. */
  public FederationSettings federation() {
    return new FederationSettings(read, listenInterface());
  }

  public List<DomainName> domains() {
    List<String> names = read.texts("cmtp.domains");
    if (names.isEmpty()) {
      throw new SettingsException("cmtp.domains is empty: a node serves at least one domain");
    }
    try {
      return names.stream().map(DomainName::parse).distinct().toList();
    } catch (InvalidAddressException invalid) {
      throw new SettingsException("cmtp.domains: " + invalid.getMessage());
    }
  }

  public Path dataDirectory() {
    String set = read.text("cmtp.data-directory");
    return set.isEmpty() ? defaultDataDirectory(environment) : Path.of(set).toAbsolutePath();
  }

  /** The server that everything is kept on; empty: SQLite in the data directory. */
  public Optional<PostgresSettings> postgres() {
    String url = read.text("cmtp.store.url");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    String file = read.text("cmtp.store.password-file");
    Optional<Path> passwordFile = Optional.of(file).filter(f -> !f.isEmpty()).map(Path::of);
    try {
      return Optional.of(new PostgresSettings(url, read.text("cmtp.store.user"), passwordFile));
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException("cmtp.store.url: " + wrong.getMessage());
    }
  }

  /** Where a node without settings keeps everything, so where operator commands look. */
  public static Path defaultDataDirectory(Map<String, String> environment) {
    if (!environment.getOrDefault("CMTP_DATA", "").isEmpty()) {
      return Path.of(environment.get("CMTP_DATA")).toAbsolutePath();
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    return data.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "share", "cmtp")
        : Path.of(data, "cmtp").toAbsolutePath();
  }

  public String listenInterface() {
    String set = read.text("cmtp.listen.interface");
    boolean onlyLocal = domains().equals(List.of(new DomainName("localhost")));
    return !set.isEmpty() ? set : onlyLocal ? "127.0.0.1" : "0.0.0.0";
  }

  public int listenPort() {
    return read.integer("cmtp.listen.port", 0, 65_535);
  }

  public int backlog() {
    return read.integer("cmtp.listen.backlog", 1, 65_535);
  }

  public int adminPort() {
    return read.integer("cmtp.admin.port", 0, 65_535);
  }

  /** Where health and metrics are told; empty if they are not. */
  public Optional<InetSocketAddress> monitoring() {
    if (read.text("cmtp.monitoring.port").equals("off")) {
      return Optional.empty();
    }
    int port = read.integer("cmtp.monitoring.port", 0, 65_535);
    return Optional.of(new InetSocketAddress(read.text("cmtp.monitoring.interface"), port));
  }

  public Limits protocolLimits() {
    return new Limits(
        read.bytes("cmtp.limits.message-bytes", 1024, 1L << 31),
        (int) read.bytes("cmtp.limits.log-bytes", 1024, 64 * 1024));
  }

  /**
   * So long a process may be in the middle of taking a message of which another one knows nothing;
   * zero where there is no other one.
   */
  Duration longestUpload() {
    if (postgres().isEmpty()) {
      return Duration.ZERO;
    }
    ConnectionLimits limits = connectionLimits();
    long seconds =
        limits.protocol().messageBytesMax() / Math.max(1, limits.messageBytesPerSecondMin());
    return Duration.ofDays(1).plusSeconds(seconds);
  }

  public ConnectionLimits connectionLimits() {
    return new ConnectionLimits(
        protocolLimits(),
        read.integer("cmtp.limits.connections", 1, 1_000_000),
        read.integer("cmtp.limits.connections-per-address", 1, 1_000_000),
        read.duration("cmtp.limits.idle"),
        read.duration("cmtp.limits.command"),
        read.duration("cmtp.limits.keyrequest-domain"),
        read.integer("cmtp.limits.message-bytes-per-second", 0, Integer.MAX_VALUE),
        read.integer("cmtp.limits.commands-per-second", 1, 1_000_000),
        read.duration("cmtp.limits.drain"),
        (int) read.bytes("cmtp.limits.drain-bytes", 0, Integer.MAX_VALUE));
  }

  public long quotaBytes() {
    return read.bytes("cmtp.limits.quota-bytes", 0, Long.MAX_VALUE);
  }

  public int malformedMax() {
    return read.integer("cmtp.limits.malformed-commands", 1, 1_000_000);
  }

  public int loginsPerHour() {
    return read.integer("cmtp.limits.logins-per-hour", 1, 1_000_000);
  }

  public int registrationsPerHour() {
    return read.integer("cmtp.limits.registrations-per-hour", 1, 1_000_000);
  }

  /** Must stay below the journal's queue of 10,000 events. */
  public int messagesInFlight() {
    return read.integer("cmtp.limits.messages-in-flight", 1, 8_000);
  }

  public Duration storeTimeout() {
    return read.duration("cmtp.limits.store");
  }

  public boolean plaintext() {
    return read.flag("cmtp.plaintext");
  }

  /** Whether a key that nobody can follow from the published one is published anew. */
  public boolean newKeyChain() {
    return read.flag("cmtp.new-key-chain");
  }

  public Duration shutdownGrace() {
    return read.duration("cmtp.shutdown-grace");
  }

  public LogSettings logSettings() {
    String level = read.text("cmtp.log.level");
    if (!List.of("error", "warn", "info", "debug").contains(level)) {
      throw new SettingsException("cmtp.log.level is error, warn, info or debug, not " + level);
    }
    String format = read.text("cmtp.log.format");
    if (!List.of("text", "json").contains(format)) {
      throw new SettingsException("cmtp.log.format is text or json, not " + format);
    }
    return new LogSettings(level, format.equals("json"), read.flag("cmtp.log.addresses"));
  }

  /** Every setting, sorted by name. */
  public List<SettingDescription> describe() {
    Map<String, SettingDescription> byName = new TreeMap<>();
    defaults.entrySet().forEach(e -> byName.put(e.getKey(), describe(e.getKey(), e.getValue())));
    return new ArrayList<>(byName.values());
  }

  private SettingDescription describe(String name, ConfigValue byDefault) {
    ConfigValue value = config.getValue(name);
    String meaning =
        String.join(" ", byDefault.origin().comments().stream().map(String::strip).toList());
    return new SettingDescription(
        name, text(value), text(byDefault), meaning, origin(value, byDefault));
  }

  private static String text(ConfigValue value) {
    return value.valueType() == com.typesafe.config.ConfigValueType.STRING
        ? value.unwrapped().toString()
        : value.render(ConfigRenderOptions.concise());
  }

  private static String origin(ConfigValue value, ConfigValue byDefault) {
    ConfigOrigin origin = value.origin();
    if (origin.equals(byDefault.origin())) {
      return "default";
    }
    if (origin.filename() != null) {
      return origin.filename() + ":" + origin.lineNumber();
    }
    return origin.description().startsWith(COMMAND_LINE) ? COMMAND_LINE : "default";
  }
}
