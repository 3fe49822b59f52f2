package cmtp.persistence.mailbox;

import cmtp.persistence.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One box. Entries are kept twice, by uid and by modseq, so that both a fetch and a listing since a
 * modseq find their rows in O(log n).
 *
 * @param modseq of the last change in this box
 * @param forgottenModseq the highest modseq of a tombstone that is no longer kept
 */
record Box(
    BoxName name,
    long uidValidity,
    long nextUid,
    long modseq,
    Tree<Long, Entry> byUid,
    Tree<Long, Entry> byModseq,
    Tree<Long, Tombstone> tombstones,
    long forgottenModseq,
    int unseen,
    long bytes) {
  static final int TOMBSTONES_MAX = 10_000;
  static final long TOMBSTONE_MS_MAX = 90L * 24 * 60 * 60 * 1000;

  static Box empty(BoxName name, long uidValidity) {
    return new Box(name, uidValidity, 1, 0, Tree.empty(), Tree.empty(), Tree.empty(), 0, 0, 0);
  }

  static Box of(BoxSnapshot snapshot) {
    List<Entry> entries = snapshot.entries();
    List<Entry> byModseq = new ArrayList<>(entries);
    byModseq.sort((a, b) -> Long.compare(a.modseq(), b.modseq()));
    return new Box(
        snapshot.name(),
        snapshot.uidValidity(),
        snapshot.nextUid(),
        snapshot.modseq(),
        Tree.ofSorted(entries, Entry::uid),
        Tree.ofSorted(byModseq, Entry::modseq),
        Tree.ofSorted(snapshot.tombstones(), Tombstone::modseq),
        snapshot.forgottenModseq(),
        (int) entries.stream().filter(e -> !e.isSeen()).count(),
        entries.stream().mapToLong(Entry::size).sum());
  }

  BoxSnapshot snapshot() {
    List<Entry> entries = new ArrayList<>(byUid.size());
    byUid.values().forEach(entries::add);
    List<Tombstone> stones = new ArrayList<>(tombstones.size());
    tombstones.values().forEach(stones::add);
    return new BoxSnapshot(name, uidValidity, nextUid, modseq, forgottenModseq, entries, stones);
  }

  Optional<Entry> entry(long uid) {
    return byUid.get(uid);
  }

  /** With a new entry, or a new version of one. */
  Box put(Entry entry) {
    Optional<Entry> old = entry(entry.uid());
    Tree<Long, Entry> others = old.map(o -> byModseq.remove(o.modseq())).orElse(byModseq);
    return new Box(
        name,
        uidValidity,
        Math.max(nextUid, entry.uid() + 1),
        Math.max(modseq, entry.modseq()),
        byUid.put(entry.uid(), entry),
        others.put(entry.modseq(), entry),
        tombstones,
        forgottenModseq,
        unseen - old.map(Box::unseen).orElse(0) + unseen(entry),
        bytes - old.map(Entry::size).orElse(0L) + entry.size());
  }

  private static int unseen(Entry entry) {
    return entry.isSeen() ? 0 : 1;
  }

  /** Without an entry that is here, and with its tombstone. */
  Box remove(Entry entry, long atModseq, long atMs) {
    Tree<Long, Tombstone> stones =
        tombstones.put(atModseq, new Tombstone(entry.uid(), atModseq, atMs));
    long forgotten = forgottenModseq;
    Optional<Tombstone> oldest = stones.first();
    while (oldest.isPresent()
        && (stones.size() > TOMBSTONES_MAX || oldest.get().atMs() < atMs - TOMBSTONE_MS_MAX)) {
      forgotten = Math.max(forgotten, oldest.get().modseq());
      stones = stones.remove(oldest.get().modseq());
      oldest = stones.first();
    }
    return new Box(
        name,
        uidValidity,
        nextUid,
        Math.max(modseq, atModseq),
        byUid.remove(entry.uid()),
        byModseq.remove(entry.modseq()),
        stones,
        forgotten,
        unseen - unseen(entry),
        bytes - entry.size());
  }

  /** With rows that were given their numbers elsewhere. */
  Box withRows(List<Entry> entries, List<Tombstone> stones) {
    Box box = this;
    for (Entry entry : entries) {
      box = box.put(entry);
    }
    Tree<Long, Tombstone> all = tombstones;
    for (Tombstone stone : stones) {
      all = all.put(stone.modseq(), stone);
    }
    return new Box(
        name,
        uidValidity,
        box.nextUid,
        box.modseq,
        box.byUid,
        box.byModseq,
        all,
        forgottenModseq,
        box.unseen,
        box.bytes);
  }

  BoxSummary summary() {
    return new BoxSummary(name, uidValidity, nextUid, modseq, byUid.size(), unseen, bytes);
  }
}
