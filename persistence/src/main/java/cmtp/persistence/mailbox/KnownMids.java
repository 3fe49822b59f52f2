package cmtp.persistence.mailbox;

import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;
import java.util.Optional;

/**
 * Which messages the mailbox holds, and held in the last 30 days: what makes a retried delivery a
 * duplicate (SPEC 5). At most {@value #DEPARTED_MAX} departed ids are remembered; beyond that the
 * oldest is forgotten early.
 *
 * @param present how many entries carry a mid
 * @param departed the modseq under which a mid is in {@code departures}
 */
record KnownMids(
    Tree<Bytes, Integer> present, Tree<Bytes, Long> departed, Tree<Long, Departure> departures) {
  static final int DEPARTED_MAX = 200_000;
  static final long DEPARTED_MS_MAX = 30L * 24 * 60 * 60 * 1000;
  static final KnownMids NONE = new KnownMids(Tree.empty(), Tree.empty(), Tree.empty());

  static KnownMids of(List<Departure> departures) {
    Tree<Bytes, Long> departed = Tree.empty();
    for (Departure departure : departures) {
      departed = departed.put(departure.mid().value(), departure.modseq());
    }
    return new KnownMids(Tree.empty(), departed, Tree.ofSorted(departures, Departure::modseq));
  }

  boolean isKnown(MessageId mid, long nowMs) {
    if (present.contains(mid.value())) {
      return true;
    }
    Optional<Departure> departure = departed.get(mid.value()).flatMap(departures::get);
    return departure.isPresent() && departure.get().atMs() >= nowMs - DEPARTED_MS_MAX;
  }

  KnownMids arrived(MessageId mid) {
    int count = present.get(mid.value()).orElse(0);
    Optional<Long> before = departed.get(mid.value());
    return new KnownMids(
        present.put(mid.value(), count + 1),
        before.isPresent() ? departed.remove(mid.value()) : departed,
        before.isPresent() ? departures.remove(before.get()) : departures);
  }

  KnownMids left(MessageId mid, long atModseq, long atMs) {
    int count = present.get(mid.value()).orElse(0);
    if (count > 1) {
      return new KnownMids(present.put(mid.value(), count - 1), departed, departures);
    }
    return new KnownMids(
            present.remove(mid.value()),
            departed.put(mid.value(), atModseq),
            departures.put(atModseq, new Departure(mid, atModseq, atMs)))
        .forgetOld(atMs);
  }

  private KnownMids forgetOld(long nowMs) {
    Tree<Bytes, Long> mids = departed;
    Tree<Long, Departure> order = departures;
    Optional<Departure> oldest = order.first();
    while (oldest.isPresent()
        && (order.size() > DEPARTED_MAX || oldest.get().atMs() < nowMs - DEPARTED_MS_MAX)) {
      order = order.remove(oldest.get().modseq());
      mids = mids.remove(oldest.get().mid().value());
      oldest = order.first();
    }
    return new KnownMids(present, mids, order);
  }
}
