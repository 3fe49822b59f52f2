package cmtp.persistence.queue;

import static cmtp.persistence.queue.QueueMails.DAY_MS;
import static cmtp.persistence.queue.QueueMails.NOW;
import static cmtp.persistence.queue.QueueMails.mail;
import static cmtp.persistence.queue.QueueMails.mid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.queue.QueueEvent.Delivered;
import cmtp.persistence.queue.QueueEvent.Dropped;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FinishedMidsTest {
  /** With mail 1 to {@code count}. */
  private static QueueState with(int count) {
    List<QueuedMail> mails = LongStream.rangeClosed(1, count).mapToObj(QueueMails::mail).toList();
    return QueueState.EMPTY.apply(new MailQueued(mails, NOW));
  }

  @Test
  void finishedMailIsForgottenAfterThirtyDays() {
    QueueState state = with(2).apply(new Delivered(List.of(1L), List.of(), NOW));
    assertTrue(state.isKnown(mid(1), NOW + 30 * DAY_MS));
    assertFalse(state.isKnown(mid(1), NOW + 30 * DAY_MS + 1));
    state = state.apply(new Delivered(List.of(2L), List.of(), NOW + 30 * DAY_MS + 1));
    assertEquals(
        List.of(new Finished(mid(2), 2, NOW + 30 * DAY_MS + 1)), state.finishedOldestFirst());
    assertTrue(state.isKnown(mid(2), NOW + 60 * DAY_MS));
  }

  @Test
  void theOldestFinishedMailIsForgottenBeyondTheBound() {
    int count = FinishedMids.COUNT_MAX + 3;
    List<Long> all = LongStream.rangeClosed(1, count).boxed().toList();
    QueueState state = with(count).apply(new Delivered(all, List.of(), NOW));
    assertEquals(FinishedMids.COUNT_MAX, state.finishedOldestFirst().size());
    assertFalse(state.isKnown(mid(3), NOW));
    assertTrue(state.isKnown(mid(4), NOW));
  }

  @Test
  void mailThatFinishedTwiceIsKnownFromTheLastTime() {
    QueueState state =
        with(1)
            .apply(new Delivered(List.of(1L), List.of(), NOW))
            .apply(new MailQueued(List.of(mail(2, 1, true, NOW + 31 * DAY_MS)), NOW))
            .apply(new Dropped(List.of(2L), NOW + 31 * DAY_MS));
    assertEquals(List.of(new Finished(mid(1), 2, NOW + 31 * DAY_MS)), state.finishedOldestFirst());
    assertTrue(state.isKnown(mid(1), NOW + 60 * DAY_MS));
  }
}
