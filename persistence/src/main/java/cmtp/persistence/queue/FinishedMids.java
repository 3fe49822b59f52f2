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
record FinishedMids(Tree<Bytes, Long> byMid, Tree<Long, Finished> byNumber, long lastNumber) {
  static final int COUNT_MAX = 20_000;
  static final long KEPT_MS = 30L * 24 * 60 * 60 * 1000;
  static final FinishedMids NONE = new FinishedMids(Tree.empty(), Tree.empty(), 0);

  static FinishedMids of(List<Finished> oldestFirst) {
    FinishedMids all = NONE;
    for (Finished one : oldestFirst) {
      all = all.plus(one);
    }
    return all;
  }

  boolean isKnown(MessageId mid, long nowMs) {
    Optional<Finished> found = byMid.get(mid.value()).flatMap(byNumber::get);
    return found.isPresent() && found.get().atMs() >= nowMs - KEPT_MS;
  }

  FinishedMids plus(Finished finished) {
    Optional<Long> before = byMid.get(finished.mid().value());
    Tree<Long, Finished> order = before.isPresent() ? byNumber.remove(before.get()) : byNumber;
    long number = lastNumber + 1;
    return new FinishedMids(
            byMid.put(finished.mid().value(), number), order.put(number, finished), number)
        .forgetOld(finished.atMs());
  }

  private FinishedMids forgetOld(long nowMs) {
    Tree<Bytes, Long> mids = byMid;
    Tree<Long, Finished> order = byNumber;
    Optional<Finished> oldest = order.first();
    while (oldest.isPresent()
        && (order.size() > COUNT_MAX || oldest.get().atMs() < nowMs - KEPT_MS)) {
      order = order.remove(mids.get(oldest.get().mid().value()).orElseThrow());
      mids = mids.remove(oldest.get().mid().value());
      oldest = order.first();
    }
    return new FinishedMids(mids, order, lastNumber);
  }
}
