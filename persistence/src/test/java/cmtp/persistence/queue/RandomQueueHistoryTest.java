package cmtp.persistence.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.queue.QueueEvent.ContentDropped;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every history; a failure names the seed that shows it. */
class RandomQueueHistoryTest {
  private static final int STEPS = 1500;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aSnapshotAndTheRestEqualTheWholeHistory(long seed) {
    RandomQueueHistory history = new RandomQueueHistory(seed);
    QueueState fromSnapshot = QueueState.EMPTY;
    int most = 0;
    for (int i = 0; i < STEPS; i++) {
      fromSnapshot = fromSnapshot.apply(history.next());
      if (i % 7 == 0) {
        fromSnapshot = QueueState.of(fromSnapshot.snapshot());
      }
      assertEquals(history.state(), fromSnapshot, "seed " + seed + ", step " + i);
      most = Math.max(most, history.state().size());
    }
    assertTrue(most > 10, "seed " + seed + " proves little");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void whatIsDerivedFollowsFromWhatWaits(long seed) {
    RandomQueueHistory history = new RandomQueueHistory(seed);
    for (int i = 0; i < STEPS; i++) {
      history.next();
      QueueState state = history.state();
      String where = "seed " + seed + ", step " + i;
      Map<TimeKey, Long> byTime = new TreeMap<>();
      Map<Bytes, Long> byMid = new TreeMap<>();
      long bytes = 0;
      for (Waiting one : state.waiting()) {
        bytes += one.mail().size();
        byMid.put(one.mail().mid().value(), one.mail().id());
        if (!one.held()) {
          byTime.put(new TimeKey(one.notBeforeMs(), one.mail().id()), one.mail().id());
        }
        assertTrue(state.attempts(one) >= 0, where);
      }
      for (Undeliverable one : state.undelivered()) {
        byMid.put(one.mail().mid().value(), one.mail().id());
      }
      assertEquals(bytes, state.bytes(), where);
      assertEquals(List.copyOf(byTime.values()), list(state.byTime().values()), where);
      assertEquals(List.copyOf(byMid.values()), list(state.byMid().values()), where);
      assertEquals(state.size() + state.undelivered().size(), state.byMid().size(), where);
      assertEquals(state.finished().byTime().size(), state.finished().byMid().size(), where);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  void everyContentIsNeededOrGarbageOrDropped(long seed) {
    RandomQueueHistory history = new RandomQueueHistory(seed);
    Set<Long> everHeld = new HashSet<>();
    Set<Long> dropped = new HashSet<>();
    for (int i = 0; i < STEPS; i++) {
      QueueState before = history.state();
      QueueEvent event = history.next();
      if (event instanceof MailQueued) {
        for (Waiting one : history.state().waitingAfter(before.lastId())) {
          everHeld.add(one.mail().contentId());
        }
      }
      if (event instanceof ContentDropped e) {
        e.contentIds().stream().filter(before.garbageIds()::contains).forEach(dropped::add);
      }
      Set<Long> accounted = new HashSet<>(history.state().heldOf(everHeld));
      assertFalse(accounted.stream().anyMatch(dropped::contains), "seed " + seed + ", step " + i);
      accounted.addAll(dropped);
      assertEquals(everHeld, accounted, "seed " + seed + ", step " + i);
    }
  }

  private static <T> List<T> list(Iterable<T> values) {
    List<T> all = new ArrayList<>();
    values.forEach(all::add);
    return all;
  }
}
