package cmtp.node;

import cmtp.node.cluster.Pace;
import cmtp.protocol.crypto.Password;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings by which the processes of one cluster reach each other, and who may be one of them:
 * whoever has a key that the cluster's authority has certified for its name.
 */
public final class ClusterSettings {
  private static final String INTERFACE = "cmtp.cluster.interface";
  private static final String KEY_STORE = "cmtp.cluster.key-store";
  private static final String TRUST_STORE = "cmtp.cluster.trust-store";
  private static final String PASSWORD_FILE = "cmtp.cluster.password-file";
  private static final String SECRET_FILE = "cmtp.cluster.secret-file";
  private static final int NAME_MAX = 253;
  private static final int SECRET_LENGTH_MIN = 16;

  private final SettingsReader read;

  ClusterSettings(SettingsReader read) {
    this.read = read;
  }

  /** Values that are wrong by themselves. */
  void readEverything() {
    pace();
    port();
    name();
  }

  /**
   * @throws SettingsException if the processes could not tell each other from strangers
   */
  void mustBeSafe() {
    List<String> names = List.of(KEY_STORE, TRUST_STORE, PASSWORD_FILE);
    long set = names.stream().filter(name -> !read.text(name).isEmpty()).count();
    if (set == 0 && !isLoopback()) {
      throw new SettingsException(
          INTERFACE
              + " is "
              + bindInterface()
              + ", which others may reach: a cluster there needs certificates. Make them with"
              + " cmtp-certificates and set "
              + String.join(", ", names));
    }
    for (String name : set == 0 ? List.<String>of() : names) {
      if (!Files.isReadable(Path.of(read.text(name)))) {
        throw new SettingsException(
            name + ": there is no file " + read.text(name) + " that this user may read");
      }
    }
  }

  public String bindInterface() {
    return read.text(INTERFACE);
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(bindInterface()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new SettingsException(INTERFACE + ": no such address, " + bindInterface());
    }
  }

  /** What the others call this process, and what its certificate is for. */
  public String name() {
    String name = read.text("cmtp.cluster.name");
    if (name.length() > NAME_MAX || name.chars().anyMatch(c -> c <= ' ' || c == '/')) {
      throw new SettingsException("cmtp.cluster.name is a host name or an IP address: " + name);
    }
    return name.isEmpty() ? bindInterface() : name;
  }

  public int port() {
    return read.integer("cmtp.cluster.port", 0, 65_535);
  }

  public Pace pace() {
    Duration heartbeat = read.duration("cmtp.cluster.heartbeat");
    Duration lease = read.duration("cmtp.cluster.lease");
    try {
      return new Pace(heartbeat, lease);
    } catch (IllegalArgumentException tooShort) {
      throw new SettingsException("cmtp.cluster.lease: " + tooShort.getMessage());
    }
  }

  /** How the actor system reaches others. */
  Config remoting() {
    Map<String, Object> set = new LinkedHashMap<>();
    String artery = "pekko.remote.artery.";
    set.put(artery + "canonical.hostname", name());
    set.put(artery + "canonical.port", port());
    set.put(artery + "bind.hostname", bindInterface());
    if (!read.text(KEY_STORE).isEmpty()) {
      set.put(artery + "transport", "tls-tcp");
      String engine = artery + "ssl.config-ssl-engine.";
      set.put(engine + "key-store", read.text(KEY_STORE));
      set.put(engine + "trust-store", read.text(TRUST_STORE));
      String password = password();
      for (String whose : List.of("key-store-password", "key-password", "trust-store-password")) {
        set.put(engine + whose, password);
      }
    }
    return ConfigFactory.parseMap(set, "cmtp.cluster");
  }

  /**
   * Under which the server key lies in the database; empty if it lies in each data directory.
   *
   * @throws SettingsException if it can't be read, or could be guessed
   */
  Optional<Password> secret() {
    String file = read.text(SECRET_FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String secret = firstLine(SECRET_FILE, Path.of(file));
    if (secret.length() < SECRET_LENGTH_MIN || secret.length() > Password.BYTES_MAX / 4) {
      throw new SettingsException(
          SECRET_FILE
              + ": the first line of "
              + file
              + " is no secret of "
              + SECRET_LENGTH_MIN
              + " to 256 characters; make one with: head -c 32 /dev/urandom | base64");
    }
    return Optional.of(Password.of(secret));
  }

  private String password() {
    return firstLine(PASSWORD_FILE, Path.of(read.text(PASSWORD_FILE)));
  }

  static String firstLine(String setting, Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException failed) {
      throw new SettingsException(setting + ": can't read " + file + ": " + failed.getMessage());
    }
  }
}
