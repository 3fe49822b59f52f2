package cmtp.simulations.scale;

import java.time.Duration;
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

    /** How many messages wait at each second. */
    int[] depths(Duration length) {
      int[] depths = new int[(int) length.toSeconds() + 1];
      accepted.forEach(ms -> change(depths, ms, 1));
      gone.forEach(one -> change(depths, one.leftMs(), -1));
      for (int second = 1; second < depths.length; second++) {
        depths[second] += depths[second - 1];
      }
      return depths;
    }

    /** Seen from the next second on. */
    private static void change(int[] depths, long ms, int by) {
      int second = (int) Math.floorDiv(ms + 999, 1000L);
      if (second < depths.length) {
        depths[second] += by;
      }
    }
  }

  Course(int domains) {
    this.domains = Stream.generate(OfDomain::new).limit(domains).toList();
  }

  OfDomain of(int domain) {
    return domains.get(domain);
  }
}
