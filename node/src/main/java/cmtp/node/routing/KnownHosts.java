package cmtp.node.routing;

import cmtp.node.routing.Discovery.Ask;
import cmtp.node.routing.Discovery.Decided;
import cmtp.node.routing.Discovery.Step;
import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Record;

/**
 * Where a domain's node is, decided from records that are all at hand: what a look-up would find
 * and, at each use, the order in which its hosts are tried. Nothing is asked.
 */
public final class KnownHosts {
  private final Verdict verdict;

  private KnownHosts(Verdict verdict) {
    this.verdict = verdict;
  }

  /**
   * @param records all there are; private addresses are taken
   */
  public static KnownHosts of(DomainName domain, List<Record> records) {
    TargetPolicy any = new TargetPolicy(true, Set.of(), address -> false);
    Discovery discovery = new Discovery(domain, false, any, 0);
    Map<Question, Answer> known = new HashMap<>();
    Step step = discovery.next(known);
    while (step instanceof Ask ask) {
      ask.questions().forEach(question -> known.put(question, answer(question, records)));
      step = discovery.next(known);
    }
    return new KnownHosts(((Decided) step).verdict());
  }

  private static Answer answer(Question question, List<Record> records) {
    List<Record> found =
        records.stream()
            .filter(one -> one.getName().equals(question.name()))
            .filter(one -> one.getType() == question.type())
            .toList();
    boolean exists = records.stream().anyMatch(one -> one.getName().subdomain(question.name()));
    return found.isEmpty()
        ? new Answer.Nothing(exists, Duration.ZERO)
        : new Answer.Records(found, Duration.ZERO, false);
  }

  /** As the resolver answers who is about to connect. */
  public Resolution resolve(RandomGenerator random) {
    return verdict.resolution(random);
  }
}
