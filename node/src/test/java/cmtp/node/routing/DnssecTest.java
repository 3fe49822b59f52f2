package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.dnssec.ValidatingResolver;

class DnssecTest {
  private static final VerifyKey KEY = SigningKey.generate(SecureRandomBytes.system()).publicKey();

  @TempDir private Path directory;
  private final SignedZone zone = new SignedZone();
  private Resolving resolver;

  @BeforeEach
  void start() throws IOException {
    Path anchors = directory.resolve("anchors");
    Files.writeString(anchors, zone.anchor() + "\n");
    resolver = new Resolving(Resolving.validating(anchors, zone.address()));
    zone.putSigned("_cmtp._tcp.a.test. 300 SRV 0 0 2424 h.test.");
    zone.putSigned("h.test. 300 A 127.0.0.1");
    zone.putSigned("h.test. 300 AAAA ::1");
    zone.putSigned(txt("_cmtp.a.test."));
  }

  @AfterEach
  void stop() {
    resolver.close();
    zone.close();
  }

  @Test
  void takesTheKeyOfAValidatedRecordForAuthentic() {
    assertEquals(Optional.of(KEY), resolver.found("a.test").authenticKey());
    assertEquals(
        new Report.Finding("SRV _cmtp._tcp.a.test", "0 0 2424 h.test.", true),
        resolver.report("a.test").findings().get(0));
  }

  @Test
  void believesNoTamperedKey() {
    VerifyKey other = SigningKey.generate(SecureRandomBytes.system()).publicKey();
    zone.putTampered(
        "_cmtp.a.test. 300 TXT \"v=cmtp1; k=" + other.base64() + "\"", txt("_cmtp.a.test."));
    assertBogus("TXT _cmtp.a.test: SERVFAIL (");
  }

  @Test
  void believesNoTamperedHost() {
    zone.putTampered(
        "_cmtp._tcp.a.test. 300 SRV 0 0 2424 evil.test.",
        "_cmtp._tcp.a.test. 300 SRV 0 0 2424 h.test.");
    assertBogus("SRV _cmtp._tcp.a.test: SERVFAIL (");
  }

  @Test
  void believesNoTamperedAddress() {
    zone.putTampered("h.test. 300 A 127.0.0.9", "h.test. 300 A 127.0.0.1");
    zone.putTampered("h.test. 300 AAAA ::9", "h.test. 300 AAAA ::1");
    assertBogus("AAAA h.test: SERVFAIL (");
  }

  @Test
  void doesNotDoWithoutSignaturesWhereTheyShouldBe() {
    zone.putUnsigned(txt("_cmtp.a.test."));
    assertBogus("TXT _cmtp.a.test: SERVFAIL (");
  }

  @Test
  void believesNoUnprovenAbsence() {
    assertTrue(resolver.unresolved("gone.test").startsWith("SRV _cmtp._tcp.gone.test: SERVFAIL ("));
  }

  @Test
  void believesNoExpiredSignature() {
    resolver.pass(Duration.ofDays(60));
    assertBogus("SRV _cmtp._tcp.a.test: SERVFAIL (");
  }

  @Test
  void findsAnUnsignedZoneButTakesNoKeyFromIt() {
    zone.delegateUnsigned("plain.test.");
    zone.putUnsigned("_cmtp._tcp.plain.test. 300 SRV 0 0 2424 h.test.");
    zone.putUnsigned(txt("_cmtp.plain.test."));
    Resolution.Found found = resolver.found("plain.test");
    assertEquals(Optional.empty(), found.authenticKey());
    assertEquals(2, found.targets().size());
  }

  @Test
  void takesNoKeyFromAZoneThatNoAnchorIsAbove() {
    zone.putUnsigned("_cmtp._tcp.a.example. 300 SRV 0 0 2424 h.test.");
    zone.putUnsigned(txt("_cmtp.a.example."));
    assertEquals(Optional.empty(), resolver.found("a.example").authenticKey());
  }

  @Test
  void knowsTheKeysOfTheRoot() throws IOException {
    NameServers servers =
        new NameServers(List.of(zone.address()), Duration.ofSeconds(1), Runnable::run);
    Resolver validating = Validation.over(servers, Optional.empty(), Clock.systemUTC());
    assertEquals(1, ((ValidatingResolver) validating).getTrustAnchors().items().size());
  }

  @Test
  void doesNotStartWithoutTrustAnchors() throws IOException {
    Path empty = directory.resolve("empty");
    Files.writeString(empty, "; nothing\n");
    NameServers servers =
        new NameServers(List.of(zone.address()), Duration.ofSeconds(1), Runnable::run);
    for (Path file : List.of(empty, directory.resolve("absent"))) {
      IOException why =
          assertThrows(
              IOException.class,
              () -> Validation.over(servers, Optional.of(file), Clock.systemUTC()));
      assertTrue(why.getMessage().contains(file.toString()), why.getMessage());
    }
  }

  private void assertBogus(String start) {
    String reason = resolver.unresolved("a.test");
    assertTrue(reason.startsWith(start), reason);
  }

  private static String txt(String name) {
    return name + " 300 TXT \"v=cmtp1; k=" + KEY.base64() + "\"";
  }
}
