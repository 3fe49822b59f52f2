package cmtp.node;

import cmtp.node.delivery.DeliverySettings;
import cmtp.node.delivery.RetrySettings;
import cmtp.node.keys.KeySettings;
import cmtp.node.peer.PeerSettings;
import cmtp.node.routing.Network;
import cmtp.node.routing.ResolverSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The settings that concern other domains, as each part of the node wants them. */
public final class FederationSettings {
  private static final int DNS_PORT = 53;

  private final SettingsReader read;
  private final String listenInterface;

  FederationSettings(SettingsReader read, String listenInterface) {
    this.read = read;
    this.listenInterface = listenInterface;
  }

  void readEverything() {
    trustedNetworks();
    resolver();
    delivery();
    peer();
    keys();
    keyLookupsPerMinute();
    cmtpdListener();
    traceKept();
  }

  public List<Network> trustedNetworks() {
    return each("cmtp.trusted-networks", Network::parse);
  }

  public ResolverSettings resolver() {
    String anchors = read.text("cmtp.dns.trust-anchors");
    return new ResolverSettings(
        each("cmtp.dns.servers", FederationSettings::server),
        read.duration("cmtp.dns.budget"),
        read.integer("cmtp.dns.cache-entries", 0, 10_000_000),
        read.duration("cmtp.dns.ttl-max"),
        read.duration("cmtp.dns.negative-ttl-max"),
        read.flag("cmtp.dns.dnssec"),
        anchors.isEmpty() ? Optional.empty() : Optional.of(Path.of(anchors).toAbsolutePath()),
        read.flag("cmtp.dns.private-targets"));
  }

  public DeliverySettings delivery() {
    return new DeliverySettings(
        retry(),
        read.integer("cmtp.delivery.connections", 1, 100_000),
        read.integer("cmtp.delivery.dials-per-second", 1, 100_000),
        read.integer("cmtp.delivery.window", 1, 1000),
        read.integer("cmtp.delivery.batch", 1, 1000),
        read.duration("cmtp.delivery.linger"),
        read.duration("cmtp.delivery.idle"),
        read.duration("cmtp.delivery.wake-interval"),
        read.integer("cmtp.delivery.messages-per-domain", 1, 1_000_000),
        read.bytes("cmtp.delivery.bytes-per-domain", 1, Long.MAX_VALUE));
  }

  private RetrySettings retry() {
    RetrySettings retry =
        new RetrySettings(
            read.duration("cmtp.delivery.retry-first"),
            read.duration("cmtp.delivery.retry-max"),
            read.number("cmtp.delivery.retry-jitter", 0, 0.9),
            read.duration("cmtp.delivery.notice-after"),
            read.duration("cmtp.delivery.give-up-after"));
    if (retry.max().compareTo(retry.first()) < 0) {
      throw new SettingsException(
          "cmtp.delivery.retry-max is not shorter than cmtp.delivery.retry-first");
    }
    return retry;
  }

  public PeerSettings peer() {
    return new PeerSettings(
        read.duration("cmtp.delivery.connect-timeout"),
        read.duration("cmtp.delivery.reply-timeout"),
        read.integer("cmtp.delivery.bytes-per-second", 0, Integer.MAX_VALUE),
        read.bytes("cmtp.delivery.offer-from-bytes", 0, Long.MAX_VALUE));
  }

  public KeySettings keys() {
    return new KeySettings(
        read.duration("cmtp.keys.ttl"),
        read.duration("cmtp.keys.negative-ttl"),
        read.integer("cmtp.keys.cache-entries", 0, 1_000_000),
        read.integer("cmtp.keys.lookups", 1, 100_000),
        read.duration("cmtp.keys.lookup-timeout"));
  }

  public int keyLookupsPerMinute() {
    return read.integer("cmtp.keys.lookups-per-minute", 1, 1_000_000);
  }

  /** Where the cmtpd dialect is spoken; empty if it is not. */
  public Optional<InetSocketAddress> cmtpdListener() {
    String set = read.text("cmtp.cmtpd.interface");
    int port = read.integer("cmtp.cmtpd.port", 0, 65_535);
    return read.flag("cmtp.cmtpd.enabled")
        ? Optional.of(new InetSocketAddress(set.isEmpty() ? listenInterface : set, port))
        : Optional.empty();
  }

  public Duration traceKept() {
    return read.duration("cmtp.trace-kept");
  }

  private <T> List<T> each(String name, Function<String, T> parse) {
    try {
      return read.texts(name).stream().map(parse).toList();
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(name + ": " + wrong.getMessage());
    }
  }

  /** An address literal with an optional port; an IPv6 one with a port is in brackets. */
  private static InetSocketAddress server(String text) {
    boolean bracketed = text.startsWith("[");
    boolean ported = bracketed ? text.contains("]:") : text.indexOf(':') == text.lastIndexOf(':');
    int colon = ported ? text.lastIndexOf(':') : -1;
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      InetAddress address = Network.parse(host).base();
      int port = colon < 0 ? DNS_PORT : Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(InetAddress.getByAddress(address.getAddress()), port);
    } catch (UnknownHostException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException("not an address of a name server: " + text, wrong);
    }
  }
}
