package cmtp.node.routing;

import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.List;

/**
 * All that a look-up saw, for people.
 *
 * @param findings in the order asked
 * @param ttl how long DNS lets the result be remembered
 */
public record Report(
    DomainName domain, List<Finding> findings, Resolution resolution, Duration ttl) {
  public Report {
    findings = List.copyOf(findings);
  }

  /**
   * One question and what came of it.
   *
   * @param question as {@code MX example.org}
   * @param answer the records, or why there are none
   * @param validated whether DNSSEC vouches for the records
   */
  public record Finding(String question, String answer, boolean validated) {}
}
