package cmtp.node.cli.home;

import cmtp.protocol.address.DomainName;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, as a person writes it: {@code host}, {@code host:port} or {@code
 * [v6]:port}.
 */
public record ServerAddress(String host, int port) {
  public static final int PORT_DEFAULT = 2424;

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.%a-z]+]|[^\\[\\]:\\s]{1,255})(?::([0-9]{1,5}))?");

  public ServerAddress {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("a server is written HOST:PORT, the port 1 to 65535");
    }
  }

  public static Optional<ServerAddress> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = matcher.group(2) == null ? PORT_DEFAULT : Integer.parseInt(matcher.group(2));
    String host = matcher.group(1).replace("[", "").replace("]", "");
    return port < 1 || port > 65535 ? Optional.empty() : Optional.of(new ServerAddress(host, port));
  }

  /** The server of a domain that nobody has to look up: this machine's own. */
  public static Optional<ServerAddress> wellKnown(DomainName domain) {
    boolean local = domain.value().equals("localhost") || domain.value().endsWith(".localhost");
    return local ? Optional.of(new ServerAddress("127.0.0.1", PORT_DEFAULT)) : Optional.empty();
  }

  /** Looks the host's address up. */
  public InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
