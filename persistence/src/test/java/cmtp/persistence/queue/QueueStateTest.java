package cmtp.persistence.queue;

import static cmtp.persistence.queue.QueueMails.NOW;
import static cmtp.persistence.queue.QueueMails.mail;
import static cmtp.persistence.queue.QueueMails.mid;
import static cmtp.persistence.queue.QueueMails.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.queue.QueueEvent.ContentDropped;
import cmtp.persistence.queue.QueueEvent.Deferral;
import cmtp.persistence.queue.QueueEvent.Deferred;
import cmtp.persistence.queue.QueueEvent.Delivered;
import cmtp.persistence.queue.QueueEvent.DialFailed;
import cmtp.persistence.queue.QueueEvent.DialStarted;
import cmtp.persistence.queue.QueueEvent.Dropped;
import cmtp.persistence.queue.QueueEvent.Failed;
import cmtp.persistence.queue.QueueEvent.Failure;
import cmtp.persistence.queue.QueueEvent.HoldChanged;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import cmtp.persistence.queue.QueueEvent.NoticesTaken;
import cmtp.persistence.queue.QueueEvent.PauseChanged;
import cmtp.persistence.queue.QueueEvent.PeerKeyOffered;
import cmtp.persistence.queue.QueueEvent.PeerPinned;
import cmtp.persistence.queue.QueueEvent.ReportComposed;
import cmtp.persistence.queue.QueueEvent.ReportSettled;
import cmtp.persistence.queue.QueueEvent.Woken;
import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QueueStateTest {
  private static final Bytes KEY = Bytes.wrap(new byte[32]);
  private static final Bytes OTHER = Bytes.wrap(new byte[] {1, 2, 3});

  /** With mail 1 to {@code count}. */
  private static QueueState with(int count) {
    List<QueuedMail> mails = LongStream.rangeClosed(1, count).mapToObj(QueueMails::mail).toList();
    return QueueState.EMPTY.apply(new MailQueued(mails, NOW));
  }

  private static List<Long> due(QueueState state, long nowMs) {
    return state.due(nowMs, 100, id -> false).stream().map(QueuedMail::id).toList();
  }

  private static Waiting waiting(QueueState state, long id) {
    return state.waiting(id).orElseThrow();
  }

  @Test
  void everyKindOfEventHasARule() {
    List<QueueEvent> one =
        List.of(
            new MailQueued(List.of(mail(1)), NOW),
            new DialStarted(NOW, NOW),
            new DialFailed("", NOW),
            new Delivered(List.of(1L), List.of(), NOW),
            new Deferred(List.of(), false, NOW),
            new Failed(List.of(), false, NOW),
            new ReportComposed(report(1, ReportKind.DELAY), NOW),
            new ReportSettled(1, ReportKind.DELAY, "", NOW),
            new NoticesTaken(1, NOW),
            new HoldChanged(List.of(1L), true, NOW),
            new Dropped(List.of(1L), NOW),
            new Woken(List.of(1L), NOW),
            new PauseChanged(true, NOW),
            new PeerPinned(KEY, PinOrigin.DNSSEC, true, NOW),
            new PeerKeyOffered(KEY, NOW),
            new ContentDropped(List.of(1L), NOW));
    Set<Class<?>> handled = new HashSet<>();
    for (QueueEvent event : one) {
      handled.add(event.getClass());
      QueueState.EMPTY.apply(event);
    }
    assertEquals(Set.of(QueueEvent.class.getPermittedSubclasses()), handled);
  }

  @Test
  void queuedMailIsDueAtOnceAndInTheOrderItCame() {
    QueueState state = with(3);
    assertEquals(List.of(1L, 2L, 3L), due(state, NOW));
    assertEquals(List.of(), due(state, NOW - 1));
    assertEquals(3, state.size());
    assertEquals(3 * 161, state.bytes());
    assertEquals(3, state.lastId());
    assertEquals(mail(1), state.oldest().orElseThrow().mail());
    assertEquals(mail(2), state.waiting(mid(2)).orElseThrow().mail());
    assertTrue(state.hasWork());
  }

  @Test
  void aNumberOrAMessageThatIsThereIsNotQueuedAgain() {
    QueueState state = with(2);
    assertEquals(state, state.apply(new MailQueued(List.of(mail(2, 77, true, NOW)), NOW)));
    assertEquals(state, state.apply(new MailQueued(List.of(mail(3, 1, true, NOW)), NOW)));
    QueueState failed = state.apply(new Failed(List.of(new Failure(1, "no")), true, NOW));
    assertEquals(failed, failed.apply(new MailQueued(List.of(mail(3, 1, true, NOW)), NOW)));
  }

  @Test
  void busyMailIsNotDueAndTheLimitHolds() {
    QueueState state = with(5);
    assertEquals(List.of(mail(2), mail(4)), state.due(NOW, 2, id -> id % 2 == 1 && id != 5));
    assertEquals(List.of(), state.due(NOW, 0, id -> false));
  }

  @Test
  void deliveredMailIsGarbageAndKnown() {
    QueueState state = with(2).apply(new Delivered(List.of(1L), List.of(), NOW + 5));
    assertEquals(1, state.size());
    assertEquals(161, state.bytes());
    assertEquals(List.of(1001L), state.garbageIds());
    assertTrue(state.isKnown(mid(1), NOW + 5));
    assertEquals(List.of(new Finished(mid(1), 1, NOW + 5)), state.finishedOldestFirst());
    assertEquals(Optional.empty(), state.waiting(1));
    assertEquals(Optional.empty(), state.waiting(mid(1)));
    assertEquals(List.of(2L), due(state, NOW));
  }

  @Test
  void aQueueHasWorkUntilItsGarbageIsDropped() {
    QueueState state = with(1).apply(new Delivered(List.of(1L), List.of(), NOW));
    assertTrue(state.hasWork());
    state = state.apply(new ContentDropped(List.of(1001L), NOW));
    assertFalse(state.hasWork());
    assertEquals(List.of(), state.garbageIds());
  }

  @Test
  void failedMailOfAProvenSourceWaitsForItsReport() {
    QueueState state = with(1).apply(new Failed(List.of(new Failure(1, "refused")), true, NOW + 5));
    assertEquals(List.of(new Undeliverable(mail(1), "refused", NOW + 5)), state.undelivered());
    assertEquals(List.of(1001L), state.garbageIds());
    assertTrue(state.isKnown(mid(1), NOW + 5));
    Report told = report(1, ReportKind.FAILURE);
    state = state.apply(new ReportComposed(told, NOW + 6));
    assertEquals(List.of(), state.undelivered());
    assertEquals(List.of(told), state.reports());
    assertTrue(state.hasWork());
    assertTrue(state.isKnown(mid(1), NOW + 6));
    state =
        state.applyAll(
            List.of(
                new ReportSettled(1, ReportKind.FAILURE, "delivered", NOW + 7),
                new ContentDropped(List.of(1001L), NOW + 8)));
    assertEquals(List.of(), state.reports());
    assertFalse(state.hasWork());
  }

  @Test
  void failedMailThatCanNotBeReportedIsOverWhenThatIsSettled() {
    QueueState state =
        with(1)
            .apply(new Failed(List.of(new Failure(1, "refused")), true, NOW))
            .apply(new ReportSettled(1, ReportKind.FAILURE, "no such mailbox", NOW + 1));
    assertEquals(List.of(), state.undelivered());
    assertTrue(state.isKnown(mid(1), NOW + 1));
  }

  @Test
  void nobodyIsToldOfFailedMailOfAnUnprovenSource() {
    QueueState state =
        QueueState.EMPTY
            .apply(new MailQueued(List.of(mail(1, 1, false, NOW)), NOW))
            .apply(new Failed(List.of(new Failure(1, "refused")), true, NOW));
    assertEquals(List.of(), state.undelivered());
    assertEquals(List.of(1001L), state.garbageIds());
    assertTrue(state.isKnown(mid(1), NOW));
  }

  @Test
  void nobodyIsToldOfDroppedMail() {
    QueueState state = with(1).apply(new Dropped(List.of(1L), NOW));
    assertEquals(List.of(), state.undelivered());
    assertEquals(List.of(1001L), state.garbageIds());
    assertTrue(state.isKnown(mid(1), NOW));
  }

  @Test
  void aDelayReportLeavesTheMailWhereItIs() {
    Report delay = report(1, ReportKind.DELAY);
    QueueState state =
        with(1).apply(new ReportComposed(delay, NOW)).apply(new NoticesTaken(1, NOW));
    assertEquals(List.of(1L), due(state, NOW));
    assertEquals(List.of(delay), state.reports());
    assertEquals(1, state.noticedUpToId());
    assertEquals(1, state.apply(new NoticesTaken(0, NOW)).noticedUpToId());
    assertEquals(
        List.of(), state.apply(new ReportSettled(1, ReportKind.DELAY, "delivered", NOW)).reports());
  }

  @Test
  void reportsComeInTheOrderOfTheirMail() {
    QueueState state = QueueState.EMPTY;
    for (long id : List.of(10L, 9L, 100L)) {
      state = state.apply(new ReportComposed(report(id, ReportKind.DELAY), NOW));
      state = state.apply(new ReportComposed(report(id, ReportKind.FAILURE), NOW));
    }
    assertEquals(
        List.of(9L, 9L, 10L, 10L, 100L, 100L),
        state.reports().stream().map(Report::mailId).toList());
  }

  @Test
  void heldMailIsNotDueUntilItIsLetGo() {
    QueueState state = with(3).apply(new HoldChanged(List.of(1L, 2L), true, NOW));
    assertEquals(List.of(3L), due(state, NOW));
    assertEquals(3, state.size());
    assertEquals(Optional.empty(), state.nextAttemptMs(waiting(state, 1)));
    assertEquals(
        Optional.empty(), state.apply(new Dropped(List.of(3L), NOW)).nextDueMs(id -> false));
    state = state.apply(new HoldChanged(List.of(1L), false, NOW));
    assertEquals(List.of(1L, 3L), due(state, NOW));
  }

  @Test
  void heldMailStaysHeldWhateverElseHappensToIt() {
    QueueState state =
        with(1)
            .apply(new HoldChanged(List.of(1L), true, NOW))
            .apply(new Deferred(List.of(new Deferral(1, "busy", NOW + 50)), true, NOW))
            .apply(new Woken(List.of(), NOW));
    assertEquals(List.of(), due(state, NOW + 100));
    assertTrue(waiting(state, 1).held());
    state = state.apply(new Delivered(List.of(1L), List.of(), NOW));
    assertEquals(0, state.size());
  }

  @Test
  void deferredMailIsDueWhenItsTimeHasCome() {
    QueueState state =
        with(3).apply(new Deferred(List.of(new Deferral(1, "mailbox full", NOW + 100)), true, NOW));
    assertEquals(List.of(2L, 3L), due(state, NOW + 99));
    assertEquals(List.of(2L, 3L, 1L), due(state, NOW + 100));
    assertEquals("mailbox full", state.reason(waiting(state, 1)));
    assertEquals("", state.reason(waiting(state, 2)));
    assertEquals(Optional.of(NOW + 100), state.nextAttemptMs(waiting(state, 1)));
    assertEquals(Optional.of(NOW + 100), state.nextDueMs(id -> id != 1));
  }

  @Test
  void attemptsAreTheSumOfItsOwnAndTheDomains() {
    QueueState state =
        with(1)
            .apply(new DialFailed("no route", NOW))
            .apply(new DialFailed("no route", NOW))
            .apply(new MailQueued(List.of(mail(2)), NOW))
            .apply(new DialFailed("timed out", NOW))
            .apply(new Deferred(List.of(new Deferral(2, "busy", NOW)), true, NOW));
    assertEquals(3, state.attempts(waiting(state, 1)));
    assertEquals(2, state.attempts(waiting(state, 2)));
  }

  @Test
  void aDialCountsAsFailedFromItsStart() {
    QueueState state = with(1).apply(new DialStarted(NOW + 1000, NOW));
    assertEquals(new Backoff(1, 0, NOW + 1000, NOW, ""), state.backoff());
    assertEquals(Optional.of(NOW + 1000), state.nextAttemptMs(waiting(state, 1)));
    state = state.apply(new DialFailed("timed out", NOW + 9));
    assertEquals(new Backoff(1, 1, NOW + 1000, NOW, "timed out"), state.backoff());
    assertEquals("timed out", state.reason(waiting(state, 1)));
    state = state.apply(new DialStarted(NOW + 5000, NOW + 1000));
    assertEquals(new Backoff(2, 1, NOW + 5000, NOW + 1000, "timed out"), state.backoff());
  }

  @Test
  void anAnswerOfTheDomainEndsItsBackoff() {
    QueueState dialled =
        with(2).apply(new DialFailed("timed out", NOW)).apply(new DialStarted(NOW + 1000, NOW));
    Backoff over = new Backoff(0, 1, 0, NOW, "");
    List<Deferral> deferrals = List.of(new Deferral(1, "busy", NOW));
    List<Failure> failures = List.of(new Failure(1, "no"));
    assertEquals(over, dialled.apply(new Delivered(List.of(1L), List.of(), NOW)).backoff());
    assertEquals(over, dialled.apply(new Deferred(deferrals, true, NOW)).backoff());
    assertEquals(over, dialled.apply(new Failed(failures, true, NOW)).backoff());
    Backoff before = dialled.backoff();
    assertEquals(before, dialled.apply(new Deferred(deferrals, false, NOW)).backoff());
    assertEquals(before, dialled.apply(new Failed(failures, false, NOW)).backoff());
  }

  @Test
  void wakingMakesAllDueAtOnceInTheOrderTheyCame() {
    QueueState state = with(4);
    for (long id : List.of(3L, 1L, 2L)) {
      state =
          state.apply(new Deferred(List.of(new Deferral(id, "busy", NOW + 1000 - id)), true, NOW));
    }
    state = state.apply(new DialStarted(NOW + 9000, NOW)).apply(new Woken(List.of(), NOW + 1));
    assertEquals(List.of(4L, 1L, 2L, 3L), due(state, NOW + 1));
    assertEquals(0, state.backoff().nextDialMs());
    assertEquals(1, state.backoff().failures(), "the next failure waits longer all the same");
  }

  @Test
  void wakingSomeLeavesTheOthersAsTheyAre() {
    List<Deferral> all =
        List.of(new Deferral(1, "busy", NOW + 50), new Deferral(2, "busy", NOW + 60));
    QueueState state =
        with(2).apply(new Deferred(all, true, NOW)).apply(new Woken(List.of(2L, 99L), NOW + 1));
    assertEquals(List.of(2L), due(state, NOW + 1));
    assertEquals(List.of(2L, 1L), due(state, NOW + 50));
  }

  @Test
  void nothingIsAttemptedWhilePaused() {
    QueueState state = with(1).apply(new PauseChanged(true, NOW));
    assertTrue(state.paused());
    assertEquals(Optional.empty(), state.nextAttemptMs(waiting(state, 1)));
    state = state.apply(new PauseChanged(false, NOW));
    assertEquals(Optional.of(NOW), state.nextAttemptMs(waiting(state, 1)));
  }

  @Test
  void aPinStandsUntilAnotherKeyIsPinned() {
    QueueState state =
        QueueState.EMPTY
            .apply(new PeerPinned(KEY, PinOrigin.FIRST_SEEN, true, NOW))
            .apply(new PeerPinned(KEY, PinOrigin.DNSSEC, false, NOW + 5));
    assertEquals(
        new PeerKnowledge(KEY, PinOrigin.FIRST_SEEN, NOW, true, Bytes.EMPTY, 0), state.peer());
    state =
        state.apply(new PeerKeyOffered(OTHER, NOW + 6)).apply(new PeerKeyOffered(OTHER, NOW + 7));
    assertEquals(
        new PeerKnowledge(KEY, PinOrigin.FIRST_SEEN, NOW, true, OTHER, NOW + 6), state.peer());
    assertTrue(state.peer().isKeyDisputed());
    state = state.apply(new PeerPinned(OTHER, PinOrigin.OPERATOR, false, NOW + 8));
    assertEquals(
        new PeerKnowledge(OTHER, PinOrigin.OPERATOR, NOW + 8, true, Bytes.EMPTY, 0), state.peer());
  }

  @Test
  void holdsTheContentsOfWaitingMailAndItsGarbage() {
    QueueState state = with(3).apply(new Delivered(List.of(2L), List.of(), NOW));
    assertEquals(List.of(1002L, 1003L), state.heldOf(List.of(1002L, 7L, 1003L)));
    state = state.apply(new ContentDropped(List.of(1002L), NOW));
    assertEquals(List.of(1003L), state.heldOf(List.of(1002L, 7L, 1003L)));
  }

  @Test
  void longReasonsAreCutAndLongReportsRefused() {
    String huge = "\u00e4".repeat(QueueEvent.REASON_BYTES_MAX);
    String cut = "\u00e4".repeat(QueueEvent.REASON_BYTES_MAX / 2);
    assertEquals(cut, new DialFailed(huge, NOW).reason());
    assertEquals(cut, new Deferral(1, huge, NOW).reason());
    assertEquals(cut, new Failure(1, huge).reason());
    assertEquals(cut, new ReportSettled(1, ReportKind.DELAY, huge, NOW).outcome());
    Bytes large = Bytes.wrap(new byte[Report.BYTES_MAX + 1]);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Report(1, ReportKind.DELAY, "ann@example.org", mid(1), large));
  }

  @Test
  void whatIsNotHereIsPassedOver() {
    QueueState state = with(1);
    List<Long> unknown = List.of(0L, 5L, -1L);
    List<QueueEvent> events = new ArrayList<>();
    events.add(new Dropped(unknown, NOW));
    events.add(new HoldChanged(unknown, true, NOW));
    events.add(new ContentDropped(unknown, NOW));
    events.add(new Woken(unknown, NOW));
    events.add(new ReportSettled(5, ReportKind.FAILURE, "", NOW));
    events.add(new Failed(List.of(new Failure(5, "")), false, NOW));
    events.add(new Deferred(List.of(new Deferral(5, "", NOW)), false, NOW));
    assertEquals(state, state.applyAll(events));
  }

  @Test
  void longQueuesHaveFewerSnapshots() {
    assertTrue(QueueState.EMPTY.isSnapshotDue(1024));
    assertFalse(QueueState.EMPTY.isSnapshotDue(1023));
    QueueState large = with(5000);
    assertFalse(large.isSnapshotDue(1024));
    assertTrue(large.isSnapshotDue(4096));
  }
}
