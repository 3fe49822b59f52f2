package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueEvent.Deferral;
import cmtp.persistence.queue.QueueState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final long NOW = TestClock.START_MS;

  private final QueueDecisions decisions = new QueueDecisions(QueueLab.SETTINGS, () -> 0.5);

  @Test
  void mergesNeighboursOfOneKindOnlyAndChangesNothing() {
    List<QueueEvent> events = new ArrayList<>();
    QueueState state = QueueState.EMPTY;
    for (int n = 1; n <= 5; n++) {
      QueueEvent queued = decisions.queued(state, QueueLab.mail(n, true), NOW);
      events.add(queued);
      state = state.apply(queued);
    }
    events.add(new QueueEvent.Delivered(List.of(1L), List.of(), NOW));
    events.add(new QueueEvent.Delivered(List.of(2L), List.of(2L), NOW));
    events.add(new QueueEvent.Deferred(List.of(new Deferral(3, "x", NOW + 1)), true, NOW));
    events.add(new QueueEvent.Deferred(List.of(new Deferral(4, "y", NOW + 1)), false, NOW));
    events.add(new QueueEvent.Woken(List.of(), NOW));
    events.add(new QueueEvent.Woken(List.of(), NOW));
    List<QueueEvent> merged = Batch.merged(events);
    assertEquals(6, merged.size());
    assertEquals(new QueueEvent.Delivered(List.of(1L, 2L), List.of(2L), NOW), merged.get(1));
    assertEquals(QueueState.EMPTY.applyAll(events), QueueState.EMPTY.applyAll(merged));
  }
}
