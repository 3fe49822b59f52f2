package cmtp.persistence.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every history; a failure names the seed that shows it. */
class RandomHistoryTest {
  private static final int STEPS = 1500;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aSnapshotAndTheRestEqualTheWholeHistory(long seed) {
    RandomHistory history = new RandomHistory(seed);
    MailboxState replayed = MailboxState.EMPTY;
    MailboxState fromSnapshot = MailboxState.EMPTY;
    for (int i = 0; i < STEPS; i++) {
      List<MailboxEvent> events = history.next();
      replayed = replayed.applyAll(events);
      fromSnapshot = fromSnapshot.applyAll(events);
      if (i % 97 == 0) {
        fromSnapshot = MailboxState.of(fromSnapshot.snapshot());
        assertEquals(replayed, fromSnapshot, "seed " + seed + ", step " + i);
      }
    }
    assertEquals(history.state(), replayed, "seed " + seed);
    assertEquals(replayed, fromSnapshot, "seed " + seed);
    assertTrue(replayed.entryCount() > 10, "seed " + seed + " proves little");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void whatIsCountedEqualsWhatIsThere(long seed) {
    RandomHistory history = new RandomHistory(seed);
    Set<Long> everHeld = new HashSet<>();
    Set<Long> dropped = new HashSet<>();
    long modseq = 0;
    for (int i = 0; i < STEPS; i++) {
      for (MailboxEvent event : history.next()) {
        if (event instanceof MailboxEvent.Delivered e) {
          everHeld.add(e.contentId());
        }
        if (event instanceof MailboxEvent.ContentDropped e) {
          dropped.addAll(e.contentIds());
        }
      }
      MailboxState state = history.state();
      Map<Long, Long> sizes = new TreeMap<>();
      for (Box box : state.boxTree().values()) {
        List<Entry> entries = entries(box);
        entries.forEach(e -> sizes.put(e.contentId(), e.size()));
        assertEquals(entries.stream().filter(e -> !e.isSeen()).count(), box.unseen());
        assertEquals(entries.stream().mapToLong(Entry::size).sum(), box.bytes());
        assertEquals(box.byUid().size(), box.byModseq().size());
      }
      assertEquals(
          sizes.values().stream().mapToLong(s -> s).sum(), state.usedBytes(), "seed " + seed);
      Set<Long> accounted = new HashSet<>(sizes.keySet());
      accounted.addAll(state.garbage());
      accounted.addAll(dropped);
      assertEquals(everHeld, accounted, "a content is lost, seed " + seed + ", step " + i);
      assertTrue(state.modseq() >= modseq, "seed " + seed);
      modseq = state.modseq();
    }
  }

  /** Two devices, of which one looks often and in small pages, the other rarely. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void clientsThatApplyListingsHoldTheSameMailbox(long seed) {
    RandomHistory history = new RandomHistory(seed);
    Client often = new Client(3);
    Client rarely = new Client(500);
    for (int i = 0; i < STEPS; i++) {
      history.next();
      if (i % 5 == 0) {
        often.sync(history.state());
      }
      if (i % 211 == 0) {
        rarely.sync(history.state());
      }
    }
    often.sync(history.state());
    rarely.sync(history.state());
    Map<String, Map<Long, Entry>> truth = new TreeMap<>();
    for (Box box : history.state().boxTree().values()) {
      Map<Long, Entry> rows = new TreeMap<>();
      entries(box).forEach(e -> rows.put(e.uid(), e));
      truth.put(box.name().value(), rows);
    }
    assertEquals(truth, often.rows, "seed " + seed);
    assertEquals(truth, rarely.rows, "seed " + seed);
  }

  private static List<Entry> entries(Box box) {
    List<Entry> entries = new ArrayList<>();
    box.byUid().values().forEach(entries::add);
    return entries;
  }

  private static final class Client {
    private final int limit;
    private final Map<String, Map<Long, Entry>> rows = new TreeMap<>();
    private final Map<String, Long> validity = new TreeMap<>();
    private final Map<String, Long> known = new TreeMap<>();

    Client(int limit) {
      this.limit = limit;
    }

    void sync(MailboxState state) {
      List<BoxSummary> boxes = state.boxes();
      rows.keySet().retainAll(boxes.stream().map(b -> b.name().value()).toList());
      for (BoxSummary box : boxes) {
        String name = box.name().value();
        if (!Long.valueOf(box.uidValidity()).equals(validity.put(name, box.uidValidity()))) {
          forget(name);
        }
        rows.putIfAbsent(name, new TreeMap<>());
        while (!list(state, box.name())) {
          forget(name);
          rows.put(name, new TreeMap<>());
        }
      }
    }

    private void forget(String name) {
      rows.remove(name);
      known.remove(name);
    }

    private boolean list(MailboxState state, BoxName box) {
      Map<Long, Entry> held = rows.get(box.value());
      long since = known.getOrDefault(box.value(), 0L);
      while (true) {
        Listing listing =
            state.list(box, since, known.getOrDefault(box.value(), 0L), limit).orElseThrow();
        if (!(listing instanceof Listing.Page page)) {
          return false;
        }
        page.rows().forEach(e -> held.put(e.uid(), e));
        page.vanished().forEach(held::remove);
        known.put(box.value(), page.modseq());
        if (!page.more()) {
          return true;
        }
        since = page.rows().get(page.rows().size() - 1).modseq();
      }
    }
  }
}
