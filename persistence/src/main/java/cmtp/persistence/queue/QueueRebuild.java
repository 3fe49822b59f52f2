package cmtp.persistence.queue;

import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;

/** What a state keeps beside its stored form so that questions are answered in O(log n). */
final class QueueRebuild {
  private QueueRebuild() {}

  static QueueState of(QueueSnapshot snapshot) {
    Tree<TimeKey, Long> byTime = Tree.empty();
    Tree<Bytes, Long> byMid = Tree.empty();
    long bytes = 0;
    for (Waiting one : snapshot.waiting()) {
      byTime = one.held() ? byTime : byTime.put(TimeKey.due(one), one.mail().id());
      byMid = byMid.put(one.mail().mid().value(), one.mail().id());
      bytes += one.mail().size();
    }
    for (Undeliverable one : snapshot.undelivered()) {
      byMid = byMid.put(one.mail().mid().value(), one.mail().id());
    }
    return new QueueState(
        snapshot.lastId(),
        Tree.ofSorted(snapshot.waiting(), one -> one.mail().id()),
        byTime,
        byMid,
        FinishedMids.of(snapshot.finished()),
        Tree.ofSorted(snapshot.undelivered(), one -> one.mail().id()),
        Tree.ofSorted(snapshot.reports(), ReportKey::of),
        snapshot.noticedUpToId(),
        snapshot.backoff(),
        snapshot.paused(),
        snapshot.peer(),
        bytes,
        Tree.ofSorted(snapshot.garbage(), id -> id));
  }
}
