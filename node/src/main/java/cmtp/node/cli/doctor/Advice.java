package cmtp.node.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** The records that the zone of one of our domains should hold; pure. */
final class Advice {
  private Advice() {}

  static List<String> records(Expectation expected, DnsFacts facts) {
    String domain = expected.domain().value();
    List<String> records = new ArrayList<>();
    records.add(
        "_cmtp._tcp." + domain + ". SRV 0 0 " + expected.port() + " " + host(domain, facts) + ".");
    if (facts.mx().isFound()) {
      records.add("(the MX may stay as it is: SRV comes before it)");
    } else if (expected.port() == 25) {
      records.add(domain + ". MX 10 " + host(domain, facts) + ".");
    }
    expected
        .key()
        .ifPresent(
            key -> records.add("_cmtp." + domain + ". TXT \"v=cmtp1; k=" + key.base64() + "\""));
    return records;
  }

  /** The host that is named already, or a name to be replaced. */
  private static String host(String domain, DnsFacts facts) {
    return facts.targets(domain).stream()
        .map(DnsFacts.Target::host)
        .findFirst()
        .orElse("mail." + domain);
  }
}
