package cmtp.node.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which addresses a foreign zone may make us connect to (SPEC 2.10): those of the public Internet,
 * and with {@code privateTargets} any that stand for one machine; never our own listener.
 */
final class TargetPolicy {
  /** The first that contains an address tells. From the IANA special-purpose registries. */
  private static final List<Map.Entry<Network, String>> SPECIAL =
      Stream.of(
              "10.0.0.0/8 private",
              "172.16.0.0/12 private",
              "192.168.0.0/16 private",
              "100.64.0.0/10 private",
              "127.0.0.0/8 loopback",
              "169.254.0.0/16 link-local",
              "192.0.2.0/24 documentation",
              "198.51.100.0/24 documentation",
              "203.0.113.0/24 documentation",
              "0.0.0.0/8 reserved",
              "192.0.0.0/24 reserved",
              "192.88.99.0/24 reserved",
              "198.18.0.0/15 reserved",
              "240.0.0.0/4 reserved",
              "::1/128 loopback",
              "fe80::/10 link-local",
              "fc00::/7 private",
              "fec0::/10 private",
              "2001:db8::/32 documentation",
              "3fff::/20 documentation",
              "2001::/23 reserved",
              "2002::/16 reserved")
          .map(line -> line.split(" "))
          .map(parts -> Map.entry(Network.parse(parts[0]), parts[1]))
          .toList();

  private static final Network PUBLIC_IPV6 = Network.parse("2000::/3");

  /** Stands for the IPv4 address in its last bytes (RFC 6052). */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final boolean privateTargets;
  private final Set<InetSocketAddress> own;
  private final Predicate<InetAddress> local;

  /**
   * @param own where this node listens; a wildcard stands for all addresses of this machine
   * @param local whether an address is one of this machine's
   */
  TargetPolicy(boolean privateTargets, Set<InetSocketAddress> own, Predicate<InetAddress> local) {
    this.privateTargets = privateTargets;
    this.own = Set.copyOf(own);
    this.local = local;
  }

  /** Why {@code address} is not connected to; empty if it may be. */
  Optional<String> refusal(InetAddress address, int port) {
    InetAddress target = embedded(address);
    Optional<String> unusable = unusable(target);
    if (unusable.isPresent()) {
      return unusable;
    } else if (own.stream().anyMatch(listener -> isAt(listener, target, port))) {
      return Optional.of("this node itself");
    }
    return privateTargets ? Optional.empty() : special(target);
  }

  private static Optional<String> unusable(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return Optional.of("unspecified"); // would reach ourselves
    } else if (address.isMulticastAddress() || isBroadcast(address)) {
      return Optional.of("not one machine's");
    }
    return Optional.empty();
  }

  private static boolean isBroadcast(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == IPV4_BYTES && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
  }

  private boolean isAt(InetSocketAddress listener, InetAddress address, int port) {
    return listener.getPort() == port
        && (listener.getAddress().isAnyLocalAddress()
            ? local.test(address)
            : embedded(listener.getAddress()).equals(address));
  }

  private static Optional<String> special(InetAddress address) {
    Optional<String> known =
        SPECIAL.stream()
            .filter(entry -> entry.getKey().contains(address))
            .map(Map.Entry::getValue)
            .findFirst();
    boolean unknown = address.getAddress().length == IPV6_BYTES && !PUBLIC_IPV6.contains(address);
    return known.isEmpty() && unknown ? Optional.of("reserved") : known;
  }

  /** The IPv4 address that an IPv6 one stands for, or the same. */
  private static InetAddress embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != IPV6_BYTES) {
      return address;
    }
    boolean mapped = Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    return mapped || NAT64.contains(address)
        ? byBytes(Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES))
        : address;
  }

  private static InetAddress byBytes(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are not an address", impossible);
    }
  }
}
