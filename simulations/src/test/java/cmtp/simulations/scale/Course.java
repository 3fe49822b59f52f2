package cmtp.simulations.scale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a sender did for each of its domains, and when; times count from the beginning. */
final class Course {
  private final List<OfDomain> domains;

  /** A message that is not in the queue any more. */
  record Gone(boolean delivered, long acceptedMs, long leftMs) {
    long delayMs() {
      return leftMs - acceptedMs;
    }
  }

  /** In milliseconds. */
  record OfDomain(List<Long> accepted, List<Long> dialled, List<Gone> gone) {
    OfDomain() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** In the order in which they came. */
    List<Gone> inOrder() {
      return gone.stream()
          .sorted(Comparator.comparingLong(Gone::acceptedMs).thenComparingLong(Gone::leftMs))
          .toList();
    }

    long delivered() {
      return gone.stream().filter(Gone::delivered).count();
    }

    long failed() {
      return gone.size() - delivered();
    }

    /** Messages that wait at that time. */
    long depth(long ms) {
      return accepted.stream().filter(at -> at <= ms).count()
          - gone.stream().filter(one -> one.leftMs() <= ms).count();
    }
  }

  Course(int domains) {
    this.domains = Stream.generate(OfDomain::new).limit(domains).toList();
  }

  OfDomain of(int domain) {
    return domains.get(domain);
  }
}
