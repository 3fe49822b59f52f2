package cmtp.node.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** In which order a domain's hosts and their addresses are tried. */
final class TargetOrder {
  /** Addresses handed to whoever connects. */
  static final int TARGETS_MAX = 20;

  /** Of one host, so that it can't take all places. */
  static final int ADDRESSES_MAX = 6;

  private TargetOrder() {}

  /** By priority; equal ones by chance, with the weights of RFC 2782. */
  static List<Exchange> exchanges(List<Exchange> exchanges, RandomGenerator random) {
    SortedMap<Integer, List<Exchange>> byPriority =
        exchanges.stream()
            .collect(Collectors.groupingBy(Exchange::priority, TreeMap::new, Collectors.toList()));
    List<Exchange> ordered = new ArrayList<>();
    for (List<Exchange> equal : byPriority.values()) {
      List<Exchange> left = shuffled(equal, random);
      left.sort((a, b) -> Boolean.compare(a.weight() > 0, b.weight() > 0)); // weightless first
      while (!left.isEmpty()) {
        ordered.add(left.remove(draw(left, random)));
      }
    }
    return ordered;
  }

  /** The index whose running sum of weights is the first to reach a number drawn. */
  private static int draw(List<Exchange> equal, RandomGenerator random) {
    int drawn = random.nextInt(equal.stream().mapToInt(Exchange::weight).sum() + 1);
    int sum = 0;
    for (int i = 0; i < equal.size(); i++) {
      sum += equal.get(i).weight();
      if (sum >= drawn) {
        return i;
      }
    }
    throw new IllegalStateException("drew more than the sum of all weights");
  }

  static List<Resolution.Target> targets(List<Exchange> exchanges, RandomGenerator random) {
    return exchanges(exchanges, random).stream()
        .flatMap(one -> targets(one, random).stream())
        .limit(TARGETS_MAX)
        .toList();
  }

  private static List<Resolution.Target> targets(Exchange exchange, RandomGenerator random) {
    return alternating(shuffled(exchange.addresses(), random)).stream()
        .limit(ADDRESSES_MAX)
        .map(ip -> new InetSocketAddress(ip, exchange.port()))
        .map(address -> new Resolution.Target(exchange.hostName(), address))
        .toList();
  }

  /** IPv6 and IPv4 in turn: where one of them does not work, the other comes second. */
  private static List<InetAddress> alternating(List<InetAddress> addresses) {
    List<InetAddress> six = addresses.stream().filter(Inet6Address.class::isInstance).toList();
    List<InetAddress> four = addresses.stream().filter(one -> !six.contains(one)).toList();
    List<InetAddress> ordered = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      if (i < six.size()) {
        ordered.add(six.get(i));
      }
      if (i < four.size()) {
        ordered.add(four.get(i));
      }
    }
    return ordered;
  }

  private static <T> List<T> shuffled(List<T> list, RandomGenerator random) {
    List<T> shuffled = new ArrayList<>(list);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = shuffled.set(other, shuffled.get(i));
      shuffled.set(i, moved);
    }
    return shuffled;
  }
}
