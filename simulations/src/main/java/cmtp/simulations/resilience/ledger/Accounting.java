package cmtp.simulations.resilience.ledger;

import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges mailboxes by the ledger. */
public final class Accounting {
  private final Map<MessageId, LedgerEntry.Tried> tried = new LinkedHashMap<>();
  private final Set<MessageId> acknowledged = new HashSet<>();
  private final Set<MessageId> refusedForGood = new HashSet<>();
  private final Map<MessageId, Integer> there = new HashMap<>();
  private final List<MessageId> ghosts = new ArrayList<>();
  private final Set<MessageId> damaged = new HashSet<>();
  private int refusals;

  private Accounting() {}

  /** Everything in the ledger counts. */
  public static Account of(List<LedgerEntry> ledger, Collection<Found> found) {
    return of(ledger, found, Long.MAX_VALUE);
  }

  /**
   * @param endNanos what was acknowledged from then on need not be there, but may
   */
  public static Account of(List<LedgerEntry> ledger, Collection<Found> found, long endNanos) {
    Accounting accounting = new Accounting();
    ledger.forEach(entry -> accounting.enter(entry, endNanos));
    found.forEach(accounting::find);
    return accounting.account();
  }

  private void enter(LedgerEntry entry, long endNanos) {
    if (entry instanceof LedgerEntry.Tried one) {
      tried.put(one.mid(), one);
    } else if (entry instanceof LedgerEntry.Acknowledged one && one.atNanos() < endNanos) {
      acknowledged.add(one.mid());
    } else if (entry instanceof LedgerEntry.Refused one && one.atNanos() < endNanos) {
      refusals += one.permanent() ? 0 : 1;
      if (one.permanent()) {
        refusedForGood.add(one.mid());
      }
    }
  }

  private void find(Found one) {
    LedgerEntry.Tried sent = tried.get(one.mid());
    if (sent == null || !sent.to().equals(one.mailbox()) || refusedForGood.contains(one.mid())) {
      ghosts.add(one.mid());
      return;
    }
    there.merge(one.mid(), 1, Integer::sum);
    if (!sent.body().equals(one.body())) {
      damaged.add(one.mid());
    }
  }

  private Account account() {
    List<MessageId> lost = new ArrayList<>();
    int unansweredThere = 0;
    int unansweredAbsent = 0;
    for (MessageId mid : tried.keySet()) {
      boolean isThere = there.containsKey(mid);
      if (acknowledged.contains(mid)) {
        if (!isThere) {
          lost.add(mid);
        }
      } else if (!refusedForGood.contains(mid)) {
        unansweredThere += isThere ? 1 : 0;
        unansweredAbsent += isThere ? 0 : 1;
      }
    }
    List<MessageId> doubled =
        there.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey).toList();
    return new Account(
        tried.size(),
        acknowledged.size(),
        refusals,
        refusedForGood.size(),
        unansweredThere,
        unansweredAbsent,
        lost,
        doubled,
        ghosts,
        List.copyOf(damaged));
  }

  /** The accounts that were open then. */
  public static Set<Address> opened(List<LedgerEntry> ledger, long endNanos) {
    Set<Address> opened = new HashSet<>();
    for (LedgerEntry entry : ledger) {
      if (entry instanceof LedgerEntry.Opened one && one.atNanos() < endNanos) {
        opened.add(one.address());
      }
    }
    return opened;
  }
}
