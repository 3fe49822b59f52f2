package cmtp.persistence.mailbox;

import cmtp.persistence.tree.Tree;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One account and its mail: the sum of its {@link MailboxEvent}s. Immutable; {@link #apply} costs
 * O(log n) per message touched and shares the rest, so an entity may apply events to a state of its
 * own to plan a batch before they are stored. At most {@value #ENTRIES_MAX} entries in at most
 * {@value #BOXES_MAX} boxes; {@link MailboxDecisions} refuses what would exceed a bound.
 *
 * @param modseq of the last change to any box; strictly growing, never reset
 * @param uidValidity the highest ever given to a box; 0 before the account was first opened
 */
public record MailboxState(
    Account account,
    long modseq,
    long uidValidity,
    Tree<BoxName, Box> boxTree,
    KnownMids mids,
    HeldContents contents) {
  public static final int ENTRIES_MAX = 200_000;
  public static final int BOXES_MAX = 100;
  public static final long UID_MAX = 0xffff_ffffL;
  public static final MailboxState EMPTY =
      new MailboxState(Account.ABSENT, 0, 0, Tree.empty(), KnownMids.NONE, HeldContents.NONE);

  private static final int SNAPSHOT_EVENTS_MIN = 1024;
  private static final int SNAPSHOT_EVENTS_MAX = 65_536;

  /** Rebuilds a state from its stored form. */
  public static MailboxState of(MailboxSnapshot snapshot) {
    List<Box> boxes = snapshot.boxes().stream().map(Box::of).toList();
    KnownMids mids = KnownMids.of(snapshot.departures());
    Tree<Long, Integer> shared = Tree.empty();
    Set<Long> once = new HashSet<>();
    long used = 0;
    for (Box box : boxes) {
      for (Entry entry : box.byUid().values()) {
        mids = mids.arrived(entry.mid());
        if (once.add(entry.contentId())) {
          used += entry.size();
        } else {
          int count = shared.get(entry.contentId()).orElse(1);
          shared = shared.put(entry.contentId(), count + 1);
        }
      }
    }
    Tree<Long, Long> garbage = Tree.ofSorted(snapshot.garbage(), id -> id);
    return new MailboxState(
        snapshot.account(),
        snapshot.modseq(),
        snapshot.uidValidity(),
        Tree.ofSorted(boxes, Box::name),
        mids,
        new HeldContents(shared, garbage, used));
  }

  /** All that is needed to rebuild this state, in O(n). */
  public MailboxSnapshot snapshot() {
    List<BoxSnapshot> boxes = new ArrayList<>();
    boxTree.values().forEach(box -> boxes.add(box.snapshot()));
    List<Departure> departures = new ArrayList<>(mids.departures().size());
    mids.departures().values().forEach(departures::add);
    return new MailboxSnapshot(account, modseq, uidValidity, boxes, departures, garbage());
  }

  /**
   * The state after {@code event}. Never throws: what an event names and is not here is skipped.
   */
  public MailboxState apply(MailboxEvent event) {
    return MailboxEvents.apply(this, event);
  }

  public MailboxState applyAll(Iterable<? extends MailboxEvent> events) {
    MailboxState state = this;
    for (MailboxEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  /** By name. */
  public List<BoxSummary> boxes() {
    List<BoxSummary> rows = new ArrayList<>();
    boxTree.values().forEach(box -> rows.add(box.summary()));
    return rows;
  }

  public Optional<BoxSummary> box(BoxName name) {
    return boxTree.get(name).map(Box::summary);
  }

  public Optional<Entry> entry(BoxName box, long uid) {
    return boxTree.get(box).flatMap(b -> b.entry(uid));
  }

  /** Entries in all boxes. */
  public int entryCount() {
    int count = 0;
    for (Box box : boxTree.values()) {
      count += box.byUid().size();
    }
    return count;
  }

  /** Bytes of all messages, each content counted once: what the quota limits. */
  public long usedBytes() {
    return contents.usedBytes();
  }

  /** Whether the mailbox holds this message, or held it in the last 30 days. */
  public boolean isDuplicate(MessageId mid, long nowMs) {
    return mids.isKnown(mid, nowMs);
  }

  /** Contents that the store may delete; then {@link MailboxEvent.ContentDropped} follows. */
  public List<Long> garbage() {
    List<Long> ids = new ArrayList<>(contents.garbage().size());
    contents.garbage().values().forEach(ids::add);
    return ids;
  }

  public boolean hasGarbage() {
    return !contents.garbage().isEmpty();
  }

  /**
   * Which of these contents belong to this mailbox, by an entry or as garbage it still answers for.
   * O(entries): for the sweep after a crash, not for every message.
   */
  public Set<Long> heldOf(Collection<Long> contentIds) {
    Set<Long> wanted = new HashSet<>(contentIds);
    Set<Long> held = new HashSet<>();
    wanted.stream().filter(contents.garbage()::contains).forEach(held::add);
    for (Box box : boxTree.values()) {
      for (Entry entry : box.byUid().values()) {
        if (wanted.contains(entry.contentId())) {
          held.add(entry.contentId());
        }
      }
    }
    return held;
  }

  /**
   * Rows of a box that changed after {@code since}, at most {@code limit}; empty if there is no
   * such box. A first page passes {@code since} for {@code known}; each further page passes the
   * last row's modseq as {@code since} and the previous page's modseq as {@code known}. Both are
   * needed: the rows of a large box lie far behind its newest tombstones, so that the place in the
   * rows says nothing about which deletions the client has heard of.
   *
   * @param since 0 for all rows
   * @param known the modseq up to which the client has heard of deletions; 0 if it holds nothing
   */
  public Optional<Listing> list(BoxName name, long since, long known, int limit) {
    return boxTree.get(name).map(box -> list(box, since, known, limit));
  }

  private Listing list(Box box, long since, long known, int limit) {
    boolean missed = known > 0 && known < box.forgottenModseq();
    if (missed || since > modseq || known > modseq) {
      return Listing.Resync.NEEDED;
    }
    List<Entry> rows = new ArrayList<>();
    boolean more = false;
    for (Entry entry : box.byModseq().valuesAfter(since)) {
      if (rows.size() == limit) {
        more = true;
        break;
      }
      rows.add(entry);
    }
    List<Long> vanished = new ArrayList<>();
    if (known > 0) {
      box.tombstones().valuesAfter(known).forEach(stone -> vanished.add(stone.uid()));
    }
    return new Listing.Page(modseq, rows, vanished, more);
  }

  /** Whether parts of it have come from another node, but not all: it is nobody's yet. */
  public boolean isImporting() {
    AccountStatus status = account.status();
    return status != AccountStatus.ACTIVE
        && status != AccountStatus.DISABLED
        && (!boxTree.isEmpty() || !mids.departures().isEmpty());
  }

  /**
   * Whether to store a snapshot at this sequence number: rarely enough that a large mailbox is not
   * rewritten all the time, often enough that recovery stays a matter of seconds.
   */
  public boolean isSnapshotDue(long sequenceNr) {
    int every = Integer.highestOneBit(Math.max(1, entryCount() / 2)) * 2;
    int bounded = Math.max(SNAPSHOT_EVENTS_MIN, Math.min(SNAPSHOT_EVENTS_MAX, every));
    return sequenceNr % bounded == 0;
  }

  /** The account's status and sizes only: mail does not belong into a log. */
  @Override
  public String toString() {
    return "MailboxState(" + account.status() + ", " + entryCount() + " entries, " + modseq + ")";
  }
}
