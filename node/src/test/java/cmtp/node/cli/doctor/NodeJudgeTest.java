package cmtp.node.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.doctor.DnsFacts.Target;
import cmtp.node.cli.doctor.Finding.Level;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeJudgeTest {
  private static final DomainName DOMAIN = new DomainName("example.net");
  private static final SigningKey OLD = SigningKey.fromSeed(Hash.of(Bytes.utf8("old")));
  private static final SigningKey NEW = SigningKey.fromSeed(Hash.of(Bytes.utf8("new")));
  private static final ServerRecord FIRST = ServerRecord.first(OLD, DOMAIN, 1);
  private static final Optional<RecordChain<ServerRecord>> CHAIN =
      RecordChain.start(FIRST).flatMap(chain -> chain.plus(FIRST.next(OLD, NEW, 2)));

  private static Expectation pinned(SigningKey key) {
    return new Expectation(DOMAIN, false, Optional.of(key.publicKey()), 0, false);
  }

  private static ProbeFacts facts(
      SigningKey key, String ohai, boolean secured, Optional<RecordChain<ServerRecord>> chain) {
    return new ProbeFacts(
        new Target("node.example.net", 2424),
        InetAddress.getLoopbackAddress(),
        "",
        "220 example.net CMTP x/1",
        Optional.of(DOMAIN),
        Optional.of(key.publicKey()),
        ohai,
        secured,
        chain);
  }

  private static ProbeFacts good(SigningKey key) {
    return facts(key, "OHAI CMTP/1 example.net X1", true, CHAIN);
  }

  private static List<Finding> wrong(
      Expectation expected, Optional<VerifyKey> named, ProbeFacts facts) {
    return NodeJudge.judge(expected, named, facts).stream()
        .filter(finding -> finding.level() == Level.WRONG)
        .toList();
  }

  @Test
  void findsNothingWrongWithTheRightNode() {
    assertEquals(List.of(), wrong(pinned(NEW), Optional.of(NEW.publicKey()), good(NEW)));
  }

  @Test
  void takesAKeyThatThePinnedOneConfirms() {
    assertEquals(List.of(), wrong(pinned(OLD), Optional.empty(), good(NEW)));
  }

  @Test
  void seesAKeyThatNothingConfirms() {
    SigningKey strange = SigningKey.fromSeed(Hash.of(Bytes.utf8("strange")));
    List<Finding> findings = wrong(pinned(strange), Optional.empty(), good(NEW));
    assertEquals(1, findings.size());
    assertTrue(findings.get(0).advice().contains("cmtp domain trust"), findings.toString());
  }

  @Test
  void seesATxtRecordThatIsOutOfDate() {
    assertEquals(1, wrong(pinned(NEW), Optional.of(OLD.publicKey()), good(NEW)).size());
  }

  @Test
  void seesANodeThatDoesNotServeTheDomain() {
    ProbeFacts facts = facts(NEW, "OHAI CMTP/1 other.example X1", true, Optional.empty());
    assertEquals("domain", wrong(pinned(NEW), Optional.empty(), facts).get(0).what());
  }

  @Test
  void onlyWarnsOfAPeerWithoutX1() {
    ProbeFacts facts = facts(NEW, "OHAI CMTP/1 example.net", false, Optional.empty());
    assertEquals(List.of(), wrong(pinned(NEW), Optional.empty(), facts));
    assertTrue(
        NodeJudge.judge(pinned(NEW), Optional.empty(), facts).stream()
            .anyMatch(finding -> finding.level() == Level.WARNING));
  }

  @Test
  void seesThatNobodyAnswers() {
    ProbeFacts facts =
        new ProbeFacts(
            new Target("node.example.net", 2424),
            InetAddress.getLoopbackAddress(),
            "Connection refused",
            "",
            Optional.empty(),
            Optional.empty(),
            "",
            false,
            Optional.empty());
    assertEquals("Connection refused", wrong(pinned(NEW), Optional.empty(), facts).get(0).text());
  }
}
