package cmtp.persistence.mailbox;

import cmtp.persistence.tree.Tree;

/**
 * Which contents the entries refer to. Copies share one; when the last entry goes the content is
 * garbage until the store has dropped it.
 *
 * @param shared how many entries refer to a content, where that is more than one: nearly every
 *     content has one entry and needs no node here
 * @param garbage contents without an entry
 * @param usedBytes the sum of the sizes of contents that have an entry, each counted once
 */
record HeldContents(Tree<Long, Integer> shared, Tree<Long, Long> garbage, long usedBytes) {
  static final HeldContents NONE = new HeldContents(Tree.empty(), Tree.empty(), 0);

  HeldContents arrived(Entry entry) {
    return new HeldContents(shared, garbage, usedBytes + entry.size());
  }

  HeldContents copied(Entry entry) {
    int count = shared.get(entry.contentId()).orElse(1);
    return new HeldContents(shared.put(entry.contentId(), count + 1), garbage, usedBytes);
  }

  HeldContents left(Entry entry) {
    long id = entry.contentId();
    int count = shared.get(id).orElse(1);
    if (count == 1) {
      return new HeldContents(shared, garbage.put(id, id), usedBytes - entry.size());
    }
    return new HeldContents(
        count == 2 ? shared.remove(id) : shared.put(id, count - 1), garbage, usedBytes);
  }

  HeldContents dropped(Iterable<Long> ids) {
    Tree<Long, Long> rest = garbage;
    for (Long id : ids) {
      rest = rest.remove(id);
    }
    return new HeldContents(shared, rest, usedBytes);
  }
}
