package cmtp.persistence.mailbox;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImportDecisionsTest {

  /** A mailbox with copies, deletions and boxes of its own. */
  private static MailboxState original() {
    MailboxState state = Samples.withMail(20);
    state =
        Samples.after(
            state,
            MailboxDecisions.copy(state, BoxName.INBOX, List.of(1L, 2L), new BoxName("work"), NOW));
    state =
        Samples.after(state, MailboxDecisions.delete(state, BoxName.INBOX, List.of(2L, 3L), NOW));
    return Samples.after(state, MailboxDecisions.dropped(state, state.garbage(), NOW));
  }

  private static MailboxState parts(MailboxState into, MailboxState original) {
    MailboxState state = Samples.after(into, ImportDecisions.begin(into, NOW));
    for (BoxSnapshot box : original.snapshot().boxes()) {
      state =
          Samples.after(
              state, ImportDecisions.box(state, box.with(List.of(), box.tombstones()), NOW));
      for (Entry entry : box.entries()) {
        state =
            Samples.after(
                state, ImportDecisions.box(state, box.with(List.of(entry), List.of()), NOW));
      }
    }
    return Samples.after(
        state, ImportDecisions.departures(state, original.snapshot().departures(), NOW));
  }

  private static MailboxState imported(MailboxState into, MailboxState original) {
    MailboxState state = parts(into, original);
    return Samples.after(
        state,
        ImportDecisions.finish(
            state, original.account(), original.modseq(), original.uidValidity(), NOW));
  }

  @Test
  void makesTheSameMailboxOfItsParts() {
    MailboxState original = original();

    MailboxState here = imported(MailboxState.EMPTY, original);

    assertEquals(original.snapshot(), here.snapshot());
    assertEquals(original.usedBytes(), here.usedBytes());
    assertEquals(original.boxes(), here.boxes());
    assertTrue(here.isDuplicate(Samples.mid(1), NOW));
    assertTrue(here.isDuplicate(Samples.mid(3), NOW));
    assertFalse(here.isImporting());
  }

  @Test
  void halfOfAnImportTakesNoMailAndIsNoAccount() {
    MailboxState half = parts(MailboxState.EMPTY, original());

    assertTrue(half.isImporting());
    assertFalse(half.account().isActive());
    assertEquals(
        Decision.refused(Refusal.NO_ACCOUNT),
        MailboxDecisions.deliver(half, Samples.mail(99), QUOTA, NOW));
    assertEquals(
        Decision.refused(Refusal.ALREADY_OPEN), AccountDecisions.open(half, RECORD, XZIBIT, NOW));
    assertEquals(
        Decision.refused(Refusal.ALREADY_OPEN), AccountDecisions.invite(half, RECORD, NOW, NOW));
    assertEquals(
        Decision.refused(Refusal.NO_ACCOUNT), AccountDecisions.reset(half, RECORD, XZIBIT, NOW));
  }

  @Test
  void halfOfAnImportSurvivesASnapshot() {
    MailboxState half = parts(MailboxState.EMPTY, original());

    assertTrue(MailboxState.of(half.snapshot()).isImporting());
  }

  @Test
  void aFurtherImportBeginsAnew() {
    MailboxState original = original();
    MailboxState half = parts(MailboxState.EMPTY, original);

    MailboxState begun = Samples.after(half, ImportDecisions.begin(half, NOW));

    assertEquals(0, begun.entryCount());
    assertEquals(19, begun.garbage().size());
    assertEquals(original.boxes(), imported(half, original).boxes());
  }

  @Test
  void removalEndsAnImport() {
    MailboxState half = parts(MailboxState.EMPTY, original());

    MailboxState removed = Samples.after(half, AccountDecisions.remove(half, NOW));

    assertFalse(removed.isImporting());
    assertEquals(19, removed.garbage().size());
  }

  @Test
  void replacesNoAccount() {
    assertEquals(
        Decision.refused(Refusal.ALREADY_OPEN), ImportDecisions.begin(Samples.open(), NOW));
    MailboxState invited =
        Samples.after(
            MailboxState.EMPTY, AccountDecisions.invite(MailboxState.EMPTY, RECORD, NOW, NOW));
    assertEquals(Decision.refused(Refusal.ALREADY_OPEN), ImportDecisions.begin(invited, NOW));
  }
}
