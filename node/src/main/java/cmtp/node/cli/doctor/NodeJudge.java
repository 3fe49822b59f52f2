package cmtp.node.cli.doctor;

import cmtp.protocol.crypto.VerifyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what a node said; pure. */
final class NodeJudge {
  private final Expectation expected;
  private final Optional<VerifyKey> named;
  private final ProbeFacts facts;
  private final String what;
  private final List<Finding> findings = new ArrayList<>();

  private NodeJudge(Expectation expected, Optional<VerifyKey> named, ProbeFacts facts) {
    this.expected = expected;
    this.named = named;
    this.facts = facts;
    this.what = "node " + facts.address().getHostAddress() + " port " + facts.target().port();
  }

  /**
   * @param named the key in the domain's TXT record
   */
  static List<Finding> judge(Expectation expected, Optional<VerifyKey> named, ProbeFacts facts) {
    NodeJudge judge = new NodeJudge(expected, named, facts);
    if (facts.greeting().isEmpty()) {
      judge.judgeSilence();
    } else {
      judge.findings.add(Finding.ok(judge.what, "greets: " + facts.greeting()));
      judge.judgeKey();
      judge.judgeSpeech();
      judge.judgeDomain();
    }
    return judge.findings;
  }

  private void judgeSilence() {
    String advice =
        expected.ours()
            ? "does the node run, and is the port open in the firewall, from outside too?"
            : "its operator has to see to it; mail waits until then";
    findings.add(Finding.wrong(what, facts.failure(), advice));
  }

  private void judgeKey() {
    if (facts.key().isEmpty()) {
      findings.add(Finding.wrong("key", "is not told: " + facts.failure(), "no mail gets there"));
      return;
    }
    VerifyKey key = facts.key().get();
    findings.add(Finding.ok("key", key.fingerprint()));
    expected.key().ifPresent(known -> compareWithKnown(key, known));
    named.ifPresent(published -> compareWithNamed(key, published));
  }

  private void compareWithKnown(VerifyKey key, VerifyKey known) {
    if (key.equals(known)) {
      findings.add(Finding.ok("key", "is " + expected.keyName()));
    } else if (facts.chain().isPresent()
        && facts.chain().get().newest().key().equals(key)
        && facts.chain().get().passesThrough(known)) {
      findings.add(
          Finding.ok(
              "key", "is new, and confirmed by " + expected.keyName() + ", which it follows"));
    } else {
      findings.add(
          Finding.wrong(
              "key",
              "is not " + expected.keyName() + ", " + known.fingerprint(),
              expected.ours()
                  ? "another node answers there: check address and port forwarding"
                  : "mail waits; compare with its operator, then `cmtp domain trust`"));
    }
  }

  private void compareWithNamed(VerifyKey key, VerifyKey published) {
    findings.add(
        key.equals(published)
            ? Finding.ok("key", "is the one in the TXT record")
            : Finding.wrong(
                "key",
                "is not the one in the TXT record, " + published.fingerprint(),
                "the TXT record is out of date, or another node answers there"));
  }

  private void judgeSpeech() {
    if (facts.ohai().isEmpty()) {
      return;
    }
    if (!facts.speaksX1()) {
      findings.add(
          Finding.warning(
              "speech",
              facts.ohai(),
              "no X1: mail goes in clear between the nodes (it is sealed), without receipts"));
    } else if (facts.secured()) {
      findings.add(Finding.ok("speech", facts.ohai() + "; a secure channel opens"));
    } else {
      findings.add(
          Finding.wrong(
              "speech",
              "X1, but no secure channel: " + facts.failure(),
              "mail waits: there is no way back to the base alone"));
    }
  }

  private void judgeDomain() {
    boolean own = facts.primary().equals(Optional.of(expected.domain()));
    if (facts.secured() && facts.chain().isEmpty()) {
      findings.add(
          Finding.wrong(
              "domain",
              "the node does not serve " + expected.domain() + ", or publishes no key for it",
              "the records point to the wrong node, or cmtp.domains there lacks the domain"));
    } else if (facts.secured() || own) {
      findings.add(Finding.ok("domain", "the node serves " + expected.domain()));
    }
  }
}
