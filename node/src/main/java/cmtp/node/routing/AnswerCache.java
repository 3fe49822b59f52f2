package cmtp.node.routing;

import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Verdicts that are still good, for any thread. When there are too many, the sixteenth part that
 * was used longest ago is forgotten at once: cheaper than keeping them in order.
 */
final class AnswerCache {
  private static final int SHARE_FORGOTTEN = 16;

  private record Entry(DomainName domain, Verdict verdict, Instant until, AtomicLong used) {}

  private final int entriesMax;
  private final Duration foundMax;
  private final Duration nowhereMax;
  private final ConcurrentHashMap<DomainName, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong uses = new AtomicLong();
  private final AtomicBoolean forgetting = new AtomicBoolean();

  AnswerCache(int entriesMax, Duration foundMax, Duration nowhereMax) {
    this.entriesMax = entriesMax;
    this.foundMax = foundMax;
    this.nowhereMax = nowhereMax;
  }

  Optional<Verdict> find(DomainName domain, Instant now) {
    Entry entry = entries.get(domain);
    if (entry == null) {
      return Optional.empty();
    } else if (!now.isBefore(entry.until())) {
      entries.remove(domain, entry);
      return Optional.empty();
    }
    entry.used().set(uses.incrementAndGet());
    return Optional.of(entry.verdict());
  }

  /** What could not be told is not remembered: who asks has a back-off of his own. */
  void put(DomainName domain, Verdict verdict, Duration ttl, Instant now) {
    Duration max = verdict instanceof Verdict.Here ? foundMax : nowhereMax;
    Duration kept = ttl.compareTo(max) < 0 ? ttl : max;
    if (verdict instanceof Verdict.Unknown || kept.isZero() || entriesMax == 0) {
      return;
    }
    AtomicLong used = new AtomicLong(uses.incrementAndGet());
    entries.put(domain, new Entry(domain, verdict, now.plus(kept), used));
    if (entries.size() > entriesMax && forgetting.compareAndSet(false, true)) {
      forgetOldest();
      forgetting.set(false);
    }
  }

  int size() {
    return entries.size();
  }

  private void forgetOldest() {
    record Use(Entry entry, long at) {} // a snapshot: others go on using entries while we sort
    List<Use> byUse = new ArrayList<>();
    entries.values().forEach(entry -> byUse.add(new Use(entry, entry.used().get())));
    byUse.sort(Comparator.comparingLong(Use::at));
    int kept = entriesMax - entriesMax / SHARE_FORGOTTEN;
    for (Use use : byUse.subList(0, Math.max(0, byUse.size() - kept))) {
      entries.remove(use.entry().domain(), use.entry());
    }
  }
}
