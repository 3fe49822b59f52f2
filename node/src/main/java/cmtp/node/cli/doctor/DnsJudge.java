package cmtp.node.cli.doctor;

import cmtp.node.cli.doctor.DnsFacts.Answer;
import cmtp.node.cli.doctor.DnsFacts.Outcome;
import cmtp.node.cli.doctor.DnsFacts.Target;
import cmtp.protocol.crypto.VerifyKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Judges a domain's DNS records; pure. */
final class DnsJudge {
  private static final Pattern TXT = Pattern.compile("v=cmtp1; *k=([A-Za-z0-9_-]{43})");

  private final Expectation expected;
  private final DnsFacts facts;
  private final List<Finding> findings = new ArrayList<>();

  private DnsJudge(Expectation expected, DnsFacts facts) {
    this.expected = expected;
    this.facts = facts;
  }

  static List<Finding> judge(Expectation expected, DnsFacts facts) {
    DnsJudge judge = new DnsJudge(expected, facts);
    judge.judgeRoute();
    facts.targets(expected.domain().value()).forEach(judge::judgeHost);
    judge.judgeKey();
    return judge.findings;
  }

  /** The key that the domain's TXT record names; empty if there is not exactly one. */
  static Optional<VerifyKey> named(DnsFacts facts) {
    List<String> ours = texts(facts);
    Matcher form = TXT.matcher(ours.size() == 1 ? ours.get(0) : "");
    return form.matches() ? VerifyKey.ofBase64(form.group(1)) : Optional.empty();
  }

  private static List<String> texts(DnsFacts facts) {
    return facts.txt().values().stream().filter(text -> text.startsWith("v=cmtp1")).toList();
  }

  private void judgeRoute() {
    if (facts.srv().isFailed()) {
      findings.add(silent("SRV", facts.srv()));
    } else if (facts.srv().isFound()) {
      judgeSrv();
    } else if (facts.mx().isFailed()) {
      findings.add(silent("MX", facts.mx()));
    } else if (facts.mx().isFound()) {
      judgeMx();
    } else {
      judgeAddress();
    }
  }

  private static Finding silent(String what, Answer<?> answer) {
    return Finding.wrong(
        what,
        "DNS gives no answer: " + answer.reason(),
        "senders try again later; check the domain's name servers");
  }

  private void judgeSrv() {
    List<Target> targets = facts.targets(expected.domain().value());
    if (targets.isEmpty()) {
      findings.add(
          Finding.wrong("SRV", "names no host: the domain takes no CMTP mail", "name the node"));
    } else if (expected.ours() && targets.stream().noneMatch(t -> t.port() == expected.port())) {
      findings.add(
          Finding.wrong(
              "SRV", text(targets), "the node listens on port " + expected.port() + ": name that"));
    } else {
      findings.add(Finding.ok("SRV", text(targets)));
    }
  }

  private void judgeMx() {
    List<Target> targets = facts.targets(expected.domain().value());
    if (targets.isEmpty()) {
      findings.add(
          Finding.wrong("MX", "a null MX: the domain takes no mail at all", "publish an SRV"));
    } else {
      judgePort("MX", "no SRV; MX " + text(targets));
    }
  }

  private void judgeAddress() {
    if (facts.addresses().isFound()) {
      judgePort("address", "neither SRV nor MX: senders use the domain's own address, port 25");
    } else if (facts.addresses().isFailed()) {
      findings.add(silent("address", facts.addresses()));
    } else {
      boolean missing = facts.addresses().outcome() == Outcome.NO_SUCH_NAME;
      findings.add(
          Finding.wrong(
              "domain",
              missing ? "does not exist" : "has neither SRV, nor MX, nor an address",
              "mail for it is returned to its sender at once; is the name right?"));
    }
  }

  private void judgePort(String what, String text) {
    if (expected.ours() && expected.port() != 25) {
      findings.add(
          Finding.wrong(
              what,
              text,
              "that means port 25, but the node listens on "
                  + expected.port()
                  + ": publish the SRV"));
    } else if (expected.ours()) {
      findings.add(Finding.warning(what, text, "an SRV would say so more clearly"));
    } else {
      findings.add(Finding.ok(what, text));
    }
  }

  private static String text(List<Target> targets) {
    return targets.stream().map(Target::toString).collect(Collectors.joining(", "));
  }

  private void judgeHost(Target target) {
    Answer<InetAddress> found =
        facts.hosts().getOrDefault(target.host(), Answer.failed("not asked"));
    String addresses =
        found.values().stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    if (found.isFailed()) {
      findings.add(silent("host " + target.host(), found));
    } else if (!found.isFound()) {
      findings.add(
          Finding.wrong("host " + target.host(), "has no address", "publish its A or AAAA record"));
    } else if (!expected.privateTargets()
        && found.values().stream().allMatch(DnsJudge::isPrivate)) {
      findings.add(
          Finding.warning(
              "host " + target.host(),
              addresses,
              "a private address: nodes elsewhere refuse it (cmtp.dns.private-targets)"));
    } else {
      findings.add(Finding.ok("host " + target.host(), addresses));
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte first = address.getAddress()[0];
    boolean uniqueLocal = address.getAddress().length == 16 && (first & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || uniqueLocal;
  }

  private void judgeKey() {
    List<String> texts = texts(facts);
    Optional<VerifyKey> named = named(facts);
    if (facts.txt().isFailed()) {
      findings.add(silent("TXT", facts.txt()));
    } else if (texts.isEmpty()) {
      findings.add(
          Finding.warning(
              "TXT",
              "_cmtp." + expected.domain() + " names no key",
              "nothing to compare the key with: first contacts have to believe what they see"));
    } else if (named.isEmpty()) {
      findings.add(
          Finding.wrong(
              "TXT",
              texts.size() > 1 ? "names several keys" : "is not of the form: " + texts.get(0),
              "publish exactly one, v=cmtp1; k=KEY"));
    } else if (expected.key().isPresent() && !expected.key().equals(named)) {
      findings.add(
          Finding.wrong(
              "TXT",
              "names the key " + named.get().fingerprint(),
              expected.keyName()
                  + " is "
                  + expected.key().get().fingerprint()
                  + (expected.ours() ? ": publish that" : "; see `cmtp domain show`")));
    } else {
      findings.add(Finding.ok("TXT", "names the key " + named.get().fingerprint()));
    }
  }
}
