package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class QueueViewsTest {
  private static final long NOW = TestClock.START_MS;
  private static final ActorRef<RemoteDomain.Mails> NOBODY = null;

  private final QueueDecisions decisions = new QueueDecisions(QueueLab.SETTINGS, () -> 0.5);
  private final QueueViews views = new QueueViews(QueueLab.DOMAIN);

  private QueueState queue(int size) {
    QueueState state = QueueState.EMPTY;
    for (int n = 1; n <= size; n++) {
      state = state.apply(decisions.queued(state, QueueLab.mail(n, n % 2 == 0), NOW));
    }
    return state;
  }

  @Test
  void countsEveryMessageUnderAFewReasonsAndOneAge() {
    QueueState state = queue(30);
    for (long id = 1; id <= 25; id++) {
      List<Outcome> putOff = List.of(new Outcome.Deferred(id, "reason " + id));
      state = state.applyAll(decisions.outcomes(state, putOff, NOW));
    }
    RemoteDomain.Summary summary = views.summary(state, 1, 1, NOW + 3_600_000);
    assertTrue(summary.byReason().size() <= 20);
    assertEquals(30, summary.byReason().stream().mapToInt(r -> r.count()).sum());
    assertEquals(List.of(0, 0, 0, 30, 0, 0, 0), summary.ages());
  }

  @Test
  void listsInPagesAndOnlyWhatIsProvenToBeTheSources() {
    QueueState state = queue(10);
    RemoteDomain.Mails first =
        views.list(state, new RemoteDomain.ListMail(0, 4, Optional.empty(), NOBODY), id -> id == 2);
    assertEquals(List.of(1L, 2L, 3L, 4L), first.mails().stream().map(m -> m.id()).toList());
    assertTrue(first.more());
    assertTrue(first.mails().get(1).inDelivery());
    RemoteDomain.Mails own =
        views.list(
            state,
            new RemoteDomain.ListMail(4, 500, Optional.of("Alice@HOME.example"), NOBODY),
            id -> false);
    assertEquals(List.of(6L, 8L, 10L), own.mails().stream().map(m -> m.id()).toList());
    assertEquals(false, own.more());
  }

  @Test
  void saysWhatAQueueIsDoing() {
    QueueState state = queue(1);
    QueueState dialled = state.apply(new QueueEvent.DialStarted(NOW + 60_000, NOW));
    assertEquals(RemoteDomain.Activity.IDLE, activity(QueueState.EMPTY, 0));
    assertEquals(RemoteDomain.Activity.ACTIVE, activity(state, 0));
    QueueState held = state.apply(new QueueEvent.HoldChanged(List.of(1L), true, NOW));
    assertEquals(RemoteDomain.Activity.IDLE, activity(held, 0));
    assertEquals(RemoteDomain.Activity.ACTIVE, activity(dialled, 1));
    assertEquals(RemoteDomain.Activity.BACKING_OFF, activity(dialled, 0));
    assertEquals(
        RemoteDomain.Activity.PAUSED,
        activity(dialled.apply(new QueueEvent.PauseChanged(true, NOW)), 0));
  }

  private RemoteDomain.Activity activity(QueueState state, int connections) {
    return views.summary(state, connections, 1, NOW).activity();
  }
}
