package cmtp.persistence.mailbox;

import static cmtp.persistence.mailbox.BoxName.ARCHIVE;
import static cmtp.persistence.mailbox.BoxName.INBOX;
import static cmtp.persistence.mailbox.BoxName.TRASH;
import static cmtp.persistence.mailbox.Samples.DAY_MS;
import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.QUOTA;
import static cmtp.persistence.mailbox.Samples.after;
import static cmtp.persistence.mailbox.Samples.mail;
import static cmtp.persistence.mailbox.Samples.mid;
import static cmtp.persistence.mailbox.Samples.withMail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailboxStateTest {
  private static final FlagChange SEEN = FlagChange.parse("+seen").orElseThrow();

  @Test
  void anOpenedMailboxHasItsFiveBoxes() {
    assertEquals(
        List.of("archive", "drafts", "inbox", "sent", "trash"),
        Samples.open().boxes().stream().map(b -> b.name().value()).toList());
  }

  @Test
  void deliveryGivesTheNextUidAndModseq() {
    MailboxState state = withMail(3);
    BoxSummary inbox = state.box(INBOX).orElseThrow();
    assertEquals(4, inbox.nextUid());
    assertEquals(3, inbox.total());
    assertEquals(3, inbox.unseen());
    assertEquals(3 * 161, inbox.bytes());
    assertEquals(3 * 161, state.usedBytes());
    assertEquals(3, state.modseq());
    assertEquals(mid(2), state.entry(INBOX, 2).orElseThrow().mid());
  }

  @Test
  void aKnownMidIsADuplicateUntilThirtyDaysAfterItLeft() {
    MailboxState state = withMail(2);
    assertEquals(
        Decision.refused(Refusal.DUPLICATE),
        MailboxDecisions.deliver(state, mail(1), QUOTA, NOW + 400 * DAY_MS));
    long gone = NOW + DAY_MS;
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(1L), gone));
    assertTrue(state.isDuplicate(mid(1), gone + 30 * DAY_MS));
    assertFalse(state.isDuplicate(mid(1), gone + 30 * DAY_MS + 1));
    assertFalse(state.isDuplicate(mid(3), NOW));
  }

  @Test
  void aMidThatLeftTwiceCountsFromTheLastTime() {
    MailboxState state = withMail(1);
    state = after(state, MailboxDecisions.copy(state, INBOX, List.of(1L), ARCHIVE, NOW));
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(1L), NOW));
    long last = NOW + 20 * DAY_MS;
    assertTrue(state.isDuplicate(mid(1), NOW + 300 * DAY_MS), "a copy is still here");
    state = after(state, MailboxDecisions.delete(state, ARCHIVE, List.of(1L), last));
    assertTrue(state.isDuplicate(mid(1), last + 29 * DAY_MS));
    assertFalse(state.isDuplicate(mid(1), last + 31 * DAY_MS));
  }

  @Test
  void appendTakesWhatDeliveryCallsADuplicate() {
    MailboxState state = withMail(1);
    state = after(state, MailboxDecisions.append(state, mail(1), QUOTA, NOW));
    assertEquals(2, state.entryCount());
  }

  @Test
  void theQuotaCountsAContentOnceHoweverManyCopies() {
    MailboxState state = withMail(1);
    assertEquals(
        Decision.refused(Refusal.OVER_QUOTA), MailboxDecisions.deliver(state, mail(2), 321, NOW));
    assertEquals(2, after(state, MailboxDecisions.deliver(state, mail(2), 322, NOW)).entryCount());
    state = after(state, MailboxDecisions.copy(state, INBOX, List.of(1L), ARCHIVE, NOW));
    state = after(state, MailboxDecisions.copy(state, INBOX, List.of(1L), INBOX, NOW));
    assertEquals(161, state.usedBytes());
    assertEquals(3, state.entryCount());
  }

  @Test
  void contentIsGarbageWhenItsLastEntryIsGoneUntilItIsDropped() {
    MailboxState state = withMail(1);
    state = after(state, MailboxDecisions.copy(state, INBOX, List.of(1L), ARCHIVE, NOW));
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(1L), NOW));
    assertFalse(state.hasGarbage());
    state = after(state, MailboxDecisions.move(state, ARCHIVE, List.of(1L), TRASH, NOW));
    assertFalse(state.hasGarbage());
    assertEquals(Set.of(1L), state.heldOf(List.of(1L, 7L)));
    state = after(state, MailboxDecisions.delete(state, TRASH, List.of(1L), NOW));
    assertEquals(List.of(1L), state.garbage());
    assertEquals(0, state.usedBytes());
    assertEquals(Set.of(1L), state.heldOf(List.of(1L, 7L)));
    state = after(state, MailboxDecisions.dropped(state, List.of(1L, 7L), NOW));
    assertFalse(state.hasGarbage());
    assertEquals(Set.of(), state.heldOf(List.of(1L)));
    assertEquals(Decision.accepted(), MailboxDecisions.dropped(state, List.of(1L), NOW));
  }

  @Test
  void flagChangesTouchOnlyWhatChanges() {
    MailboxState state = withMail(3);
    state = after(state, flags(state, List.of(2L)));
    assertEquals(4, state.entry(INBOX, 2).orElseThrow().modseq());
    assertEquals(2, state.box(INBOX).orElseThrow().unseen());
    MailboxState more = after(state, flags(state, List.of(3L, 2L, 1L, 99L)));
    assertEquals(5, more.entry(INBOX, 1).orElseThrow().modseq());
    assertEquals(4, more.entry(INBOX, 2).orElseThrow().modseq());
    assertEquals(6, more.entry(INBOX, 3).orElseThrow().modseq());
    assertEquals(0, more.box(INBOX).orElseThrow().unseen());
    assertEquals(Decision.accepted(), flags(more, List.of(1L, 2L, 3L)));
  }

  private static Decision flags(MailboxState state, List<Long> uids) {
    return MailboxDecisions.changeFlags(state, INBOX, uids, SEEN, OptionalLong.empty(), NOW);
  }

  @Test
  void flagsAreRefusedWhenAMessageChangedSince() {
    MailboxState state = withMail(2);
    assertEquals(
        Decision.refused(Refusal.CHANGED_SINCE),
        MailboxDecisions.changeFlags(state, INBOX, List.of(1L, 2L), SEEN, OptionalLong.of(1), NOW));
    assertEquals(
        2,
        after(
                state,
                MailboxDecisions.changeFlags(
                    state, INBOX, List.of(1L, 2L), SEEN, OptionalLong.of(2), NOW))
            .box(INBOX)
            .orElseThrow()
            .total());
  }

  @Test
  void aMessageHasAtMostThirtyTwoFlags() {
    MailboxState state = withMail(1);
    for (int i = 0; i < 2; i++) {
      StringBuilder many = new StringBuilder("+f" + i);
      for (int j = 1; j < 16; j++) {
        many.append(",+f").append(i).append('x').append(j);
      }
      FlagChange change = FlagChange.parse(many.toString()).orElseThrow();
      state =
          after(
              state,
              MailboxDecisions.changeFlags(
                  state, INBOX, List.of(1L), change, OptionalLong.empty(), NOW));
    }
    assertEquals(32, state.entry(INBOX, 1).orElseThrow().flags().names().size());
    assertEquals(Decision.refused(Refusal.FULL), flags(state, List.of(1L)));
  }

  @Test
  void movingGivesNewUidsAndLeavesTombstones() {
    MailboxState state = withMail(3);
    state = after(state, MailboxDecisions.move(state, INBOX, List.of(1L, 3L), ARCHIVE, NOW));
    assertEquals(Optional.empty(), state.entry(INBOX, 1));
    assertEquals(mid(1), state.entry(ARCHIVE, 1).orElseThrow().mid());
    assertEquals(mid(3), state.entry(ARCHIVE, 2).orElseThrow().mid());
    assertEquals(List.of(1L, 3L), page(state, INBOX, 3, 3, 10).vanished());
    assertEquals(4, state.box(INBOX).orElseThrow().nextUid());
  }

  @Test
  void refusesWhatIsNotThere() {
    MailboxState state = withMail(1);
    BoxName none = BoxName.of("none");
    Decision notFound = Decision.refused(Refusal.NOT_FOUND);
    assertEquals(notFound, MailboxDecisions.delete(state, INBOX, List.of(2L), NOW));
    assertEquals(notFound, MailboxDecisions.delete(state, none, List.of(1L), NOW));
    assertEquals(notFound, MailboxDecisions.move(state, none, List.of(1L), INBOX, NOW));
    assertEquals(notFound, MailboxDecisions.copy(state, INBOX, List.of(5L), none, NOW));
    assertEquals(notFound, flags(state, List.of(2L)));
    assertEquals(
        Decision.refused(Refusal.SAME_BOX),
        MailboxDecisions.move(state, INBOX, List.of(1L), INBOX, NOW));
    assertEquals(Optional.empty(), state.list(none, 0, 0, 10));
  }

  @Test
  void boxesComeIntoBeingOnFirstUseUpToAHundred() {
    MailboxState state = withMail(1);
    for (int i = 6; i <= MailboxState.BOXES_MAX; i++) {
      state = after(state, MailboxDecisions.copy(state, INBOX, List.of(1L), box(i), NOW));
    }
    assertEquals(MailboxState.BOXES_MAX, state.boxes().size());
    assertEquals(
        Decision.refused(Refusal.FULL),
        MailboxDecisions.copy(state, INBOX, List.of(1L), box(101), NOW));
    assertEquals(
        Decision.refused(Refusal.FULL),
        MailboxDecisions.append(state, mail(box(102), 2, 5), QUOTA, NOW));
  }

  private static BoxName box(int number) {
    return BoxName.of("box" + number);
  }

  @Test
  void listsInPagesWithoutLossOrRepetition() {
    MailboxState state = withMail(25);
    state = after(state, flags(state, List.of(3L, 4L, 5L)));
    Listing.Page first = page(state, INBOX, 0, 0, 10);
    Listing.Page second = page(state, INBOX, last(first), first.modseq(), 10);
    Listing.Page third = page(state, INBOX, last(second), second.modseq(), 10);
    assertTrue(first.more() && second.more());
    assertFalse(third.more());
    assertEquals(5, third.rows().size());
    assertEquals(5, third.rows().get(4).uid());
    assertEquals(
        25,
        java.util.stream.Stream.of(first, second, third)
            .flatMap(p -> p.rows().stream())
            .map(Entry::uid)
            .distinct()
            .count());
  }

  @Test
  void resyncIsNeededOnlyByThoseWhoMissForgottenTombstones() {
    MailboxState state = withMail(4);
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(1L), NOW));
    long known = state.modseq();
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(2L), NOW));
    long later = NOW + 91 * DAY_MS;
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(3L), later));
    assertEquals(Listing.Resync.NEEDED, state.list(INBOX, known, known, 10).orElseThrow());
    assertEquals(List.of(3L), page(state, INBOX, known + 1, known + 1, 10).vanished());
    assertEquals(List.of(), page(state, INBOX, 0, 0, 10).vanished());
    // A fresh client that pages through old rows is not an old client.
    assertEquals(List.of(), page(state, INBOX, 1, state.modseq(), 10).vanished());
  }

  @Test
  void tombstonesAreBounded() {
    MailboxState state = withMail(Box.TOMBSTONES_MAX + 5);
    for (long uid = 1; uid <= Box.TOMBSTONES_MAX + 1; uid++) {
      state = after(state, MailboxDecisions.delete(state, INBOX, List.of(uid), NOW));
    }
    long first = Box.TOMBSTONES_MAX + 6;
    assertEquals(Listing.Resync.NEEDED, state.list(INBOX, 1, first - 1, 1).orElseThrow());
    assertEquals(Box.TOMBSTONES_MAX, page(state, INBOX, 1, first, 1).vanished().size());
  }

  @Test
  void aMailboxHoldsAtMostTwoHundredThousandEntries() {
    MailboxState state = withMail(1000);
    List<Long> all = java.util.stream.LongStream.rangeClosed(1, 1000).boxed().toList();
    for (int i = 1; i < MailboxState.ENTRIES_MAX / 1000; i++) {
      state = after(state, MailboxDecisions.copy(state, INBOX, all, ARCHIVE, NOW));
    }
    assertEquals(MailboxState.ENTRIES_MAX, state.entryCount());
    assertEquals(
        Decision.refused(Refusal.FULL), MailboxDecisions.deliver(state, mail(1001), QUOTA, NOW));
    state = after(state, MailboxDecisions.delete(state, INBOX, List.of(1L), NOW));
    assertEquals(
        MailboxState.ENTRIES_MAX,
        after(state, MailboxDecisions.deliver(state, mail(1001), QUOTA, NOW)).entryCount());
  }

  @Test
  void anEventThatNamesWhatIsNotHereChangesNothingButModseq() {
    MailboxState state = withMail(1);
    MailboxState after =
        state
            .apply(new MailboxEvent.Deleted(INBOX, List.of(9L), 2, NOW))
            .apply(new MailboxEvent.Moved(INBOX, List.of(9L), TRASH, 1, 3, NOW))
            .apply(new MailboxEvent.Copied(INBOX, List.of(9L), TRASH, 1, 4, NOW))
            .apply(new MailboxEvent.FlagsChanged(INBOX, List.of(9L), SEEN, 5, NOW))
            .apply(new MailboxEvent.ContentDropped(List.of(9L), NOW));
    assertEquals(state.boxTree(), after.boxTree());
    assertEquals(state.mids(), after.mids());
    assertEquals(state.contents(), after.contents());
    assertEquals(5, after.modseq());
  }

  @Test
  void snapshotsBecomeRarerAsAMailboxGrows() {
    assertTrue(Samples.open().isSnapshotDue(1024));
    assertFalse(Samples.open().isSnapshotDue(1025));
    assertFalse(withMail(3000).isSnapshotDue(1024));
    assertTrue(withMail(3000).isSnapshotDue(2048));
  }

  private static Listing.Page page(
      MailboxState state, BoxName box, long since, long known, int limit) {
    return (Listing.Page) state.list(box, since, known, limit).orElseThrow();
  }

  private static long last(Listing.Page page) {
    return page.rows().get(page.rows().size() - 1).modseq();
  }
}
