package cmtp.node.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.doctor.DnsFacts.Answer;
import cmtp.node.cli.doctor.DnsFacts.Mx;
import cmtp.node.cli.doctor.DnsFacts.Srv;
import cmtp.node.cli.doctor.Finding.Level;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DnsJudgeTest {
  private static final VerifyKey KEY = key("ours");
  private static final VerifyKey OTHER = key("other");
  private static final Expectation OURS =
      new Expectation(new DomainName("example.org"), true, Optional.of(KEY), 2424, false);
  private static final Expectation STRANGE =
      Expectation.nothing(new DomainName("example.org"), false);

  private static VerifyKey key(String name) {
    return SigningKey.fromSeed(Hash.of(Bytes.utf8(name))).publicKey();
  }

  private static Answer<InetAddress> address(String text) {
    try {
      return Answer.found(List.of(InetAddress.getByName(text)));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <T> Answer<T> none() {
    return Answer.found(List.of());
  }

  private static Answer<Srv> srv(int port) {
    return Answer.found(List.of(new Srv(0, 0, port, "node.example.org")));
  }

  private static String txt(VerifyKey key) {
    return "v=cmtp1; k=" + key.base64();
  }

  private static DnsFacts facts(Answer<Srv> srv, Answer<Mx> mx, String... txt) {
    return new DnsFacts(
        srv,
        mx,
        none(),
        Answer.found(List.of(txt)),
        Map.of("node.example.org", address("9.9.9.9")));
  }

  private static Finding of(Expectation expected, DnsFacts facts, String what) {
    return DnsJudge.judge(expected, facts).stream()
        .filter(finding -> finding.what().startsWith(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsNothingWrongWithWhatIsRight() {
    List<Finding> findings = DnsJudge.judge(OURS, facts(srv(2424), none(), txt(KEY)));
    assertEquals(3, findings.size());
    assertTrue(findings.stream().allMatch(one -> one.level() == Level.OK), findings.toString());
  }

  @Test
  void seesAPortThatTheNodeDoesNotListenOn() {
    assertEquals(Level.WRONG, of(OURS, facts(srv(25), none(), txt(KEY)), "SRV").level());
    assertEquals(Level.OK, of(STRANGE, facts(srv(25), none(), txt(KEY)), "SRV").level());
  }

  @Test
  void seesThatAnMxMeansPort25() {
    Answer<Mx> mx = Answer.found(List.of(new Mx(10, "node.example.org")));
    Finding finding = of(OURS, facts(none(), mx, txt(KEY)), "MX");
    assertEquals(Level.WRONG, finding.level());
    assertTrue(finding.advice().contains("2424"), finding.advice());
    assertEquals(Level.OK, of(STRANGE, facts(none(), mx, txt(KEY)), "MX").level());
  }

  @Test
  void seesADomainThatWantsNoMail() {
    Answer<Mx> nullMx = Answer.found(List.of(new Mx(0, "")));
    assertEquals(Level.WRONG, of(STRANGE, facts(none(), nullMx), "MX").level());
    Answer<Srv> nullSrv = Answer.found(List.of(new Srv(0, 0, 0, "")));
    assertEquals(Level.WRONG, of(STRANGE, facts(nullSrv, none()), "SRV").level());
  }

  @Test
  void tellsANameThatDoesNotExistFromSilence() {
    DnsFacts gone =
        new DnsFacts(
            Answer.noSuchName(), Answer.noSuchName(), Answer.noSuchName(), none(), Map.of());
    assertTrue(of(STRANGE, gone, "domain").text().contains("does not exist"));
    DnsFacts silent =
        new DnsFacts(
            Answer.failed("SERVFAIL"), none(), address("9.9.9.9"), Answer.failed("x"), Map.of());
    assertEquals(Level.WRONG, of(STRANGE, silent, "SRV").level());
    assertEquals(List.of(), silent.targets("example.org"));
  }

  @Test
  void seesHostsThatOthersWillNotGoTo() {
    for (String address : new String[] {"10.0.0.1", "127.0.0.1", "fd00::1", "192.0.2.1"}) {
      DnsFacts facts =
          new DnsFacts(
              srv(2424), none(), none(), none(), Map.of("node.example.org", address(address)));
      assertEquals(Level.WARNING, of(OURS, facts, "host").level(), address);
    }
    DnsFacts missing =
        new DnsFacts(srv(2424), none(), none(), none(), Map.of("node.example.org", none()));
    assertEquals(Level.WRONG, of(OURS, missing, "host").level());
  }

  @Test
  void seesAnotherKeyThanTheOneKnown() {
    Finding finding = of(OURS, facts(srv(2424), none(), txt(OTHER)), "TXT");
    assertEquals(Level.WRONG, finding.level());
    assertTrue(finding.advice().contains(KEY.fingerprint()), finding.advice());
    assertEquals(Level.OK, of(STRANGE, facts(srv(2424), none(), txt(OTHER)), "TXT").level());
  }

  @Test
  void seesRecordsThatNameNoKeyOrSeveral() {
    assertEquals(Level.WARNING, of(OURS, facts(srv(2424), none(), "v=spf1 -all"), "TXT").level());
    assertEquals(Level.WRONG, of(OURS, facts(srv(2424), none(), "v=cmtp1; k=x"), "TXT").level());
    DnsFacts two = facts(srv(2424), none(), txt(KEY), txt(OTHER));
    assertEquals(Level.WRONG, of(OURS, two, "TXT").level());
    assertEquals(Optional.empty(), DnsJudge.named(two));
    assertEquals(Optional.of(KEY), DnsJudge.named(facts(none(), none(), "other", txt(KEY))));
  }

  @Test
  void advisesWhatToPublish() {
    List<String> records = Advice.records(OURS, facts(srv(2424), none()));
    assertEquals("_cmtp._tcp.example.org. SRV 0 0 2424 node.example.org.", records.get(0));
    assertEquals("_cmtp.example.org. TXT \"" + txt(KEY) + "\"", records.get(1));
    assertTrue(
        Advice.records(OURS, facts(none(), none())).get(0).endsWith("2424 mail.example.org."));
  }
}
