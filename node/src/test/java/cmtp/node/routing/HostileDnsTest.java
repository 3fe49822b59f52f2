package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class HostileDnsTest {
  private final NastyDns dns =
      NastyDns.start(
          "test. 300 IN SOA ns.test. x.test. 1 60 60 60 100",
          "good.test. 300 A 9.9.9.9",
          "bad.test. 300 A 9.9.9.9",
          "mixed.test. 300 MX 10 bad.test.",
          "mixed.test. 300 MX 20 good.test.");
  private final Resolving resolver =
      new Resolving(Resolving.publicOnly(Resolving.BUDGET, dns.address()));
  private final Resolving hasty =
      new Resolving(Resolving.publicOnly(Resolving.SHORT_BUDGET, dns.address()));

  @AfterEach
  void stop() {
    resolver.close();
    hasty.close();
    dns.close();
  }

  @Test
  void comesBackLaterToASilentZone() {
    dns.misbehave("bad.test.", NastyDns.SILENCE);
    assertEquals(
        "SRV _cmtp._tcp.bad.test: the name servers don't answer", hasty.unresolved("bad.test"));
  }

  @Test
  void staysWithinItsBudgetOverAllQuestions() {
    dns.misbehave("slow.test.", NastyDns.SILENCE);
    dns.put(
        IntStream.range(0, 20)
            .mapToObj(i -> "many.test. MX 10 h" + i + ".slow.test.")
            .toArray(String[]::new));
    String reason = hasty.unresolved("many.test");
    assertTrue(reason.contains("slow.test: "), reason);
    long hosts =
        dns.asked().stream().filter(question -> question.startsWith("A")).distinct().count();
    assertTrue(hosts <= 16, "asked for more than two rounds of addresses: " + hosts);
  }

  @Test
  void usesTheHostsThatCanBeLookedUp() {
    dns.misbehave("bad.test.", NastyDns.SILENCE);
    assertEquals(List.of("good.test 9.9.9.9 25"), hasty.targets("mixed.test"));
  }

  @Test
  void delaysNobodyWhileZonesHang() {
    dns.misbehave("bad.test.", NastyDns.SILENCE);
    List<CompletionStage<Resolution>> hanging =
        IntStream.range(0, 100).mapToObj(i -> resolver.start("d" + i + ".bad.test")).toList();
    assertEquals(List.of("good.test 9.9.9.9 25"), resolver.targets("good.test"));
    hanging.forEach(one -> assertFalse(one.toCompletableFuture().isDone()));
  }

  @Test
  void isBusyWithMoreLookUpsThanItsBound() {
    dns.misbehave("bad.test.", NastyDns.SILENCE);
    List<CompletionStage<Resolution>> all = new ArrayList<>();
    for (int i = 0; i < 520; i++) {
      all.add(hasty.start("d" + i + ".bad.test"));
    }
    List<Resolution> refused =
        all.stream()
            .map(CompletionStage::toCompletableFuture)
            .filter(CompletableFuture::isDone)
            .map(CompletableFuture::join)
            .toList();
    assertEquals(20, refused.size());
    refused.forEach(
        one ->
            assertTrue(
                assertInstanceOf(Resolution.Unresolved.class, one).reason().startsWith("busy")));
    all.forEach(Resolving::within);
    assertEquals(List.of("good.test 9.9.9.9 25"), hasty.targets("good.test"), "free again");
  }

  @Test
  void comesBackLaterAfterErrors() {
    dns.misbehave("bad.test.", NastyDns.code(Rcode.SERVFAIL));
    assertEquals("SRV _cmtp._tcp.bad.test: SERVFAIL", resolver.unresolved("bad.test"));
    dns.misbehave("good.test.", NastyDns.code(Rcode.REFUSED));
    assertEquals("SRV _cmtp._tcp.good.test: REFUSED", resolver.unresolved("good.test"));
  }

  @Test
  void doesNotRememberAFailure() {
    dns.misbehave("bad.test.", NastyDns.code(Rcode.SERVFAIL));
    resolver.unresolved("bad.test");
    dns.misbehave("bad.test.", (honest, transport) -> NastyDns.wire(honest));
    assertEquals(List.of("bad.test 9.9.9.9 25"), resolver.targets("bad.test"));
  }

  @Test
  void doesNotTakeAFailedStepForAnAbsentRecord() {
    dns.put("a.test. 300 MX 10 good.test.", "a.test. 300 A 9.9.9.9");
    dns.misbehave("_tcp.a.test.", NastyDns.code(Rcode.SERVFAIL));
    assertEquals("SRV _cmtp._tcp.a.test: SERVFAIL", resolver.unresolved("a.test"));
  }

  @Test
  void comesBackLaterWhenAHostCantBeLookedUp() {
    dns.put("a.test. 300 MX 10 bad.test.");
    dns.misbehave("bad.test.", NastyDns.code(Rcode.SERVFAIL));
    assertEquals("AAAA bad.test: SERVFAIL", resolver.unresolved("a.test"));
  }

  @Test
  void comesBackLaterWhenTcpCantHealATruncation() {
    dns.misbehave("bad.test.", NastyDns.BROKEN_TCP);
    String reason = hasty.unresolved("bad.test");
    assertTrue(reason.startsWith("SRV _cmtp._tcp.bad.test: "), reason);
  }

  @Test
  void believesNoAnswerWithAnotherId() {
    dns.misbehave("bad.test.", NastyDns.WRONG_ID);
    String reason = hasty.unresolved("bad.test");
    assertTrue(reason.startsWith("SRV _cmtp._tcp.bad.test: "), reason);
  }

  @Test
  void survivesGarbage() {
    dns.misbehave("bad.test.", NastyDns.GARBAGE);
    String reason = hasty.unresolved("bad.test");
    assertTrue(reason.startsWith("SRV _cmtp._tcp.bad.test: "), reason);
  }

  @Test
  void comesBackLaterToALoopOfAliases() {
    dns.put("loop.test. CNAME pool.test.", "pool.test. CNAME loop.test.");
    assertEquals("MX loop.test: more than 8 aliases, or a loop", resolver.unresolved("loop.test"));
  }

  @Test
  void followsNoEndlessChainOverManyAnswers() {
    dns.misbehave(
        "bad.test.",
        (honest, transport) -> {
          Name name = honest.getQuestion().getName();
          Name next = Name.fromConstantString("x" + name.hashCode() + ".bad.test.");
          honest.removeAllRecords(Section.AUTHORITY);
          honest.removeAllRecords(Section.ANSWER);
          honest.getHeader().setRcode(Rcode.NOERROR);
          honest.addRecord(new CNAMERecord(name, DClass.IN, 60, next), Section.ANSWER);
          return NastyDns.wire(honest);
        });
    assertEquals(
        "SRV _cmtp._tcp.bad.test: more than 8 aliases, or a loop", resolver.unresolved("bad.test"));
    assertTrue(dns.asked().size() <= 9, "asked " + dns.asked());
  }

  @Test
  void takesNothingThatAServerSaysUnasked() {
    dns.put("a.test. 300 MX 10 good.test.");
    dns.misbehave(
        "a.test.",
        (honest, transport) -> {
          Name good = Name.fromConstantString("good.test.");
          Name stranger = Name.fromConstantString("stranger.test.");
          byte[] evil = {8, 8, 8, 8};
          honest.addRecord(address(good, evil), Section.ADDITIONAL);
          honest.addRecord(address(good, evil), Section.ANSWER);
          honest.addRecord(new MXRecord(stranger, DClass.IN, 60, 1, stranger), Section.ANSWER);
          return NastyDns.wire(honest);
        });
    assertEquals(List.of("good.test 9.9.9.9 25"), resolver.targets("a.test"));
    assertEquals(List.of("good.test 9.9.9.9 25"), resolver.targets("good.test"));
  }

  private static ARecord address(Name name, byte[] ip) {
    try {
      return new ARecord(name, DClass.IN, 60, InetAddress.getByAddress(ip));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
