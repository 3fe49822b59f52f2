package cmtp.persistence.queue;

import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;
import java.util.Optional;

/**
 * Messages that have left the queue: a client that tries again is told success once more, and
 * nothing is sent or bounced twice. At most {@value #COUNT_MAX} for at most 30 days; beyond that
 * the oldest is forgotten early.
 */
public record FinishedMids(Tree<Bytes, Finished> byMid, Tree<TimeKey, Finished> byTime) {
  static final int COUNT_MAX = 20_000;
  static final long KEPT_MS = 30L * 24 * 60 * 60 * 1000;
  static final FinishedMids NONE = new FinishedMids(Tree.empty(), Tree.empty());

  /**
   * @throws IllegalArgumentException if they are not in order
   */
  static FinishedMids of(List<Finished> oldestFirst) {
    Tree<Bytes, Finished> byMid = Tree.empty();
    for (Finished one : oldestFirst) {
      byMid = byMid.put(one.mid().value(), one);
    }
    return new FinishedMids(byMid, Tree.ofSorted(oldestFirst, TimeKey::of));
  }

  boolean isKnown(MessageId mid, long nowMs) {
    Optional<Finished> found = byMid.get(mid.value());
    return found.isPresent() && !isForgotten(0, found.get().atMs(), nowMs);
  }

  /**
   * Whether a message that left the queue is not known any more.
   *
   * @param newer how many have left it since
   * @param atMs when it left
   */
  public static boolean isForgotten(long newer, long atMs, long nowMs) {
    return newer >= COUNT_MAX || atMs < nowMs - KEPT_MS;
  }

  /** The number under which the message was in the queue. */
  Optional<Long> id(MessageId mid) {
    return byMid.get(mid.value()).map(Finished::id);
  }

  FinishedMids plus(Finished finished) {
    Optional<Finished> before = byMid.get(finished.mid().value());
    Tree<TimeKey, Finished> others =
        before.isPresent() ? byTime.remove(TimeKey.of(before.get())) : byTime;
    return new FinishedMids(
            byMid.put(finished.mid().value(), finished), others.put(TimeKey.of(finished), finished))
        .forgetOld(finished.atMs());
  }

  private FinishedMids forgetOld(long nowMs) {
    Tree<Bytes, Finished> mids = byMid;
    Tree<TimeKey, Finished> order = byTime;
    Optional<Finished> oldest = order.first();
    while (oldest.isPresent() && isForgotten(order.size() - 1, oldest.get().atMs(), nowMs)) {
      order = order.remove(TimeKey.of(oldest.get()));
      mids = mids.remove(oldest.get().mid().value());
      oldest = order.first();
    }
    return new FinishedMids(mids, order);
  }
}
