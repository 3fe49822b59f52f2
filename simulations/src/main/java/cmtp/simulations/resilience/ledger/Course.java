package cmtp.simulations.resilience.ledger;

import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run went, over time.
 *
 * @param taken what was acknowledged, by when that was
 * @param refusedNanos when nodes said "later", in order
 */
public record Course(List<Taken> taken, List<Long> refusedNanos) {
  public Course {
    taken = List.copyOf(taken);
    refusedNanos = List.copyOf(refusedNanos);
  }

  /**
   * @param tookNanos since it was tried first
   */
  public record Taken(long atNanos, long tookNanos) {}

  public static Course of(List<LedgerEntry> ledger) {
    Map<MessageId, Long> tried = new HashMap<>();
    List<Taken> taken = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    for (LedgerEntry entry : ledger) {
      if (entry instanceof LedgerEntry.Tried one) {
        tried.put(one.mid(), one.atNanos());
      } else if (entry instanceof LedgerEntry.Acknowledged one) {
        taken.add(new Taken(one.atNanos(), one.atNanos() - tried.get(one.mid())));
      } else if (entry instanceof LedgerEntry.Refused one && !one.permanent()) {
        refused.add(one.atNanos());
      }
    }
    taken.sort(Comparator.comparingLong(Taken::atNanos));
    refused.sort(null);
    return new Course(taken, refused);
  }
}
