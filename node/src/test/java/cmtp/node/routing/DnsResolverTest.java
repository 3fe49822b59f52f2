package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsResolverTest {
  private final NastyDns dns =
      NastyDns.start("test. 300 IN SOA ns.test. x.test. 1 60 60 60 100", "h.test. 300 A 9.9.9.9");
  private final Resolving resolver =
      new Resolving(Resolving.publicOnly(Resolving.BUDGET, dns.address()));

  @AfterEach
  void stop() {
    resolver.close();
    dns.close();
  }

  @Test
  void takesSrvBeforeMx() {
    dns.put(
        "_cmtp._tcp.a.test. 300 IN SRV 20 0 2425 h.test.",
        "_cmtp._tcp.a.test. 300 IN SRV 10 0 2424 h.test.",
        "a.test. 300 IN MX 1 other.test.");
    assertEquals(List.of("h.test 9.9.9.9 2424", "h.test 9.9.9.9 2425"), resolver.targets("a.test"));
    assertFalse(dns.asked().contains("MX a.test"));
  }

  @Test
  void takesMxByPreferenceAtPort25() {
    dns.put(
        "a.test. 300 IN MX 20 second.test.",
        "a.test. 300 IN MX 10 h.test.",
        "second.test. 300 IN A 9.9.9.10",
        "second.test. 300 IN AAAA 2606:4700::1");
    assertEquals(
        List.of(
            "h.test 9.9.9.9 25", "second.test 2606:4700:0:0:0:0:0:1 25", "second.test 9.9.9.10 25"),
        resolver.targets("a.test"));
  }

  @Test
  void takesTheDomainItselfWithoutMx() {
    assertEquals(List.of("h.test 9.9.9.9 25"), resolver.targets("h.test"));
  }

  @Test
  void ordersEqualHostsAnewEachTimeEvenFromMemory() {
    IntStream.range(0, 4)
        .forEach(i -> dns.put("a.test. MX 10 m" + i + ".test.", "m" + i + ".test. A 9.9.9.1" + i));
    var orders = new HashSet<List<String>>();
    for (int i = 0; i < 30; i++) {
      orders.add(resolver.targets("a.test"));
    }
    assertTrue(orders.size() > 5, "orders seen: " + orders.size());
    assertEquals(1, dns.asked().stream().filter("MX a.test"::equals).count());
  }

  @Test
  void givesUpForGoodWhereThereIsNothing() {
    dns.put(
        "_cmtp._tcp.no-service.test. 300 IN SRV 0 0 0 .",
        "no-service.test. 300 IN MX 10 h.test.",
        "null-mx.test. 300 IN MX 0 .",
        "null-mx.test. 300 IN A 9.9.9.9",
        "no-host.test. 300 IN MX 10 gone.test.",
        "only-text.test. 300 IN TXT x");
    assertEquals("there is no domain gone.test", resolver.nowhere("gone.test"));
    assertEquals(
        "no-service.test says that it has no CMTP service (SRV)",
        resolver.nowhere("no-service.test"));
    assertEquals(
        "null-mx.test says that it takes no mail (null MX)", resolver.nowhere("null-mx.test"));
    assertEquals("no address of gone.test", resolver.nowhere("no-host.test"));
    assertEquals(
        "only-text.test has neither SRV nor MX records nor an address",
        resolver.nowhere("only-text.test"));
  }

  @Test
  void followsAliasesOfDomainsAndHosts() {
    dns.put(
        "a.test. 300 IN CNAME b.test.",
        "b.test. 300 IN MX 10 c.test.",
        "c.test. 300 IN CNAME d.test.",
        "d.test. 300 IN CNAME h.test.");
    assertEquals(List.of("c.test 9.9.9.9 25"), resolver.targets("a.test"));
  }

  @Test
  void usesAtMostTwentyOfFiveHundredHosts() {
    dns.put(
        IntStream.range(0, 500)
            .mapToObj(i -> "a.test. 300 IN MX " + i / 100 + " m" + i + ".test.")
            .toArray(String[]::new));
    dns.put(
        IntStream.range(0, 500)
            .mapToObj(i -> "m" + i + ".test. 300 IN A 9.9.9." + i % 250)
            .toArray(String[]::new));
    assertEquals(20, resolver.targets("a.test").size());
    long addressQuestions = dns.asked().stream().filter(q -> q.startsWith("A")).distinct().count();
    assertEquals(40, addressQuestions, "A and AAAA of twenty hosts");
  }

  @Test
  void remembersForTheLeastTimeToLive() {
    dns.put("a.test. 300 IN MX 10 b.test.", "b.test. 90 IN A 9.9.9.9");
    resolver.targets("a.test");
    int asked = dns.asked().size();
    resolver.pass(Duration.ofSeconds(89));
    resolver.targets("a.test");
    assertEquals(asked, dns.asked().size());
    resolver.pass(Duration.ofSeconds(1));
    resolver.targets("a.test");
    assertEquals(2 * asked, dns.asked().size());
  }

  @Test
  void remembersThatThereIsNothingForAsLongAsTheSoaSays() {
    resolver.nowhere("gone.test");
    dns.put("gone.test. 300 IN A 9.9.9.9");
    resolver.pass(Duration.ofSeconds(99));
    resolver.nowhere("gone.test");
    resolver.pass(Duration.ofSeconds(1));
    assertEquals(List.of("gone.test 9.9.9.9 25"), resolver.targets("gone.test"));
  }

  @Test
  void asksOnceForManyWhoAskAtTheSameTime() {
    List<CompletionStage<Resolution>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(resolver.start("h.test"));
    }
    all.forEach(Resolving::within);
    assertEquals(1, dns.asked().stream().filter("MX h.test"::equals).count());
  }

  @Test
  void refusesTargetsInside() {
    dns.put(
        "inside.test. MX 10 in1.test.",
        "inside.test. MX 20 in2.test.",
        "in1.test. A 127.0.0.1",
        "in2.test. A 192.168.1.1",
        "in2.test. AAAA ::ffff:10.0.0.1",
        "half.test. A 10.0.0.1",
        "half.test. A 9.9.9.9");
    String reason = resolver.nowhere("inside.test");
    assertTrue(reason.startsWith("inside.test may not be at "), reason);
    assertTrue(reason.contains("127.0.0.1 (loopback)"), reason);
    assertTrue(reason.contains("192.168.1.1 (private)"), reason);
    assertTrue(reason.contains("10.0.0.1 (private)"), reason);
    assertEquals(List.of("half.test 9.9.9.9 25"), resolver.targets("half.test"));
  }

  @Test
  void takesTargetsInsideIfAllowedButNeverItself() {
    dns.put(
        "peer.test. A 127.0.0.1",
        "_cmtp._tcp.peer.test. SRV 0 0 2425 peer.test.",
        "mirror.test. A 127.0.0.1",
        "_cmtp._tcp.mirror.test. SRV 0 0 2424 mirror.test.");
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 2424);
    try (Resolving lax =
        new Resolving(Resolving.privateToo(Resolving.BUDGET, dns.address()), everywhere)) {
      assertEquals(List.of("peer.test 127.0.0.1 2425"), lax.targets("peer.test"));
      assertEquals(
          "mirror.test may not be at 127.0.0.1 (this node itself)", lax.nowhere("mirror.test"));
    }
  }

  @Test
  void asksForNoKeyThatItCouldNotTrust() {
    dns.put("_cmtp.h.test. TXT \"v=cmtp1; k=abc\"");
    assertTrue(resolver.found("h.test").authenticKey().isEmpty());
    assertFalse(dns.asked().contains("TXT _cmtp.h.test"));
  }

  @Test
  void asksTheNextServerWhereOneIsSilentOrBroken() {
    try (NastyDns silent = NastyDns.start();
        NastyDns broken = NastyDns.start()) {
      silent.misbehave(".", NastyDns.SILENCE);
      broken.misbehave(".", NastyDns.code(2));
      try (Resolving three =
          new Resolving(
              Resolving.publicOnly(
                  Duration.ofSeconds(5), silent.address(), broken.address(), dns.address()))) {
        assertEquals(List.of("h.test 9.9.9.9 25"), three.targets("h.test"));
        assertEquals(1, silent.asked().size(), "the one that answers is asked first from then on");
      }
    }
  }

  @Test
  void looksUpNamesOfAnyLength() {
    String label = "a".repeat(60);
    String longest = String.join(".", label, label, label, "b".repeat(65 - 1 - 4), "test");
    assertEquals("there is no domain " + longest, resolver.nowhere(longest));
  }

  @Test
  void reportsAllThatItSaw() {
    dns.put("a.test. 300 IN MX 10 h.test.");
    Report report = resolver.report("a.test");
    assertEquals(
        List.of(
            new Report.Finding("SRV _cmtp._tcp.a.test", "no such name", false),
            new Report.Finding("MX a.test", "10 h.test.", false),
            new Report.Finding("AAAA h.test", "none", false),
            new Report.Finding("A h.test", "9.9.9.9", false)),
        report.findings());
    assertEquals(Duration.ofSeconds(100), report.ttl());
    assertSame(Resolution.Found.class, report.resolution().getClass());
  }
}
