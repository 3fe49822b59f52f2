package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class TargetOrderTest {
  private static final long SEED = 20260301;
  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void triesTheLeastPriorityFirst() {
    List<Exchange> given = List.of(host("c", 30, 0), host("a", 10, 0), host("b", 20, 65_535));
    assertEquals(List.of("a", "b", "c"), names(TargetOrder.exchanges(given, random)));
  }

  @Test
  void shufflesEqualOnes() {
    List<Exchange> given = List.of(host("a", 10, 0), host("b", 10, 0), host("c", 10, 0));
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.add(names(TargetOrder.exchanges(given, random)));
    }
    assertEquals(6, seen.size(), "all orders turn up, seed " + SEED);
  }

  @Test
  void drawsByWeight() {
    List<Exchange> given = List.of(host("rare", 10, 10), host("often", 10, 90));
    int often = 0;
    for (int i = 0; i < 10_000; i++) {
      often += names(TargetOrder.exchanges(given, random)).get(0).equals("often") ? 1 : 0;
    }
    assertTrue(often > 8700 && often < 9300, often + " of 10000, seed " + SEED);
  }

  @Test
  void seldomTakesTheWeightlessFirst() {
    List<Exchange> given = List.of(host("none", 10, 0), host("some", 10, 99));
    int none = 0;
    for (int i = 0; i < 10_000; i++) {
      none += names(TargetOrder.exchanges(given, random)).get(0).equals("none") ? 1 : 0;
    }
    assertTrue(none > 20 && none < 300, none + " of 10000, seed " + SEED);
  }

  @Test
  void takesIpv6AndIpv4InTurn() {
    Exchange both = host("a", 10, 0).with(ips("9.9.9.1", "9.9.9.2", "9.9.9.3", "2606::1"));
    List<Boolean> six =
        TargetOrder.targets(List.of(both), random).stream()
            .map(target -> target.address().getAddress().getAddress().length == 16)
            .toList();
    assertEquals(List.of(true, false, false, false), six);
  }

  @Test
  void handsOutNoMoreThanTwentyAndSixOfAHost() {
    List<InetAddress> many =
        ips(IntStream.range(0, 100).mapToObj(i -> "9.9.9." + i).toArray(String[]::new));
    List<Exchange> given = new ArrayList<>();
    IntStream.range(0, 10).forEach(i -> given.add(host("h" + i, i, 0).with(many)));
    List<Resolution.Target> targets = TargetOrder.targets(given, random);
    assertEquals(20, targets.size());
    assertEquals(6, targets.stream().filter(target -> target.host().equals("h0")).count());
    assertEquals("h3", targets.get(19).host());
  }

  private static Exchange host(String name, int priority, int weight) {
    return new Exchange(priority, weight, Name.fromConstantString(name + "."), 25);
  }

  private static List<String> names(List<Exchange> exchanges) {
    return exchanges.stream().map(Exchange::hostName).toList();
  }

  private static List<InetAddress> ips(String... literals) {
    return Stream.of(literals).map(TargetOrderTest::ip).toList();
  }

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
