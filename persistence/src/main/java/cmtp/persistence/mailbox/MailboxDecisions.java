package cmtp.persistence.mailbox;

import static cmtp.persistence.mailbox.AccountDecisions.ifActive;

import cmtp.persistence.mailbox.MailboxEvent.ContentDropped;
import cmtp.persistence.mailbox.MailboxEvent.Copied;
import cmtp.persistence.mailbox.MailboxEvent.Deleted;
import cmtp.persistence.mailbox.MailboxEvent.Delivered;
import cmtp.persistence.mailbox.MailboxEvent.FlagsChanged;
import cmtp.persistence.mailbox.MailboxEvent.Moved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * From a wish about mail to its events. Uids that are not in the box are passed over; only if none
 * is there, the wish is refused as {@link Refusal#NOT_FOUND}.
 */
public final class MailboxDecisions {
  private MailboxDecisions() {}

  /**
   * Takes mail from outside, unless it is a duplicate.
   *
   * @param quotaBytes what the mailbox may hold in all
   */
  public static Decision deliver(MailboxState state, Incoming mail, long quotaBytes, long nowMs) {
    return state.isDuplicate(mail.mid(), nowMs)
        ? ifActive(state, Decision.refused(Refusal.DUPLICATE))
        : append(state, mail, quotaBytes, nowMs);
  }

  /** Takes a message from the account's own client: the same one may come twice. */
  public static Decision append(MailboxState state, Incoming mail, long quotaBytes, long nowMs) {
    return ifActive(state, appendToActive(state, mail, quotaBytes, nowMs));
  }

  private static Decision appendToActive(
      MailboxState state, Incoming mail, long quotaBytes, long nowMs) {
    Optional<Refusal> noRoom = roomFor(state, mail.box(), 1);
    if (noRoom.isPresent()) {
      return Decision.refused(noRoom.get());
    }
    if (mail.sections().size() > quotaBytes - state.usedBytes()) {
      return Decision.refused(Refusal.OVER_QUOTA);
    }
    return Decision.accepted(
        new Delivered(
            mail.box(),
            nextUid(state, mail.box()),
            state.modseq() + 1,
            mail.mid(),
            mail.contentId(),
            mail.sections(),
            mail.source(),
            mail.flags(),
            nowMs));
  }

  /**
   * Sets and clears flags; messages that have them so already are left alone.
   *
   * @param ifModseq refuse if one of the messages changed after this
   */
  public static Decision changeFlags(
      MailboxState state,
      BoxName box,
      Collection<Long> uids,
      FlagChange change,
      OptionalLong ifModseq,
      long nowMs) {
    List<Entry> present = present(state, box, uids);
    if (present.isEmpty()) {
      return ifActive(state, Decision.refused(Refusal.NOT_FOUND));
    }
    if (present.stream().anyMatch(e -> e.modseq() > ifModseq.orElse(Long.MAX_VALUE))) {
      return ifActive(state, Decision.refused(Refusal.CHANGED_SINCE));
    }
    if (present.stream().anyMatch(e -> e.flags().countAfter(change) > Flags.FLAGS_MAX)) {
      return ifActive(state, Decision.refused(Refusal.FULL));
    }
    List<Long> changed =
        present.stream()
            .filter(e -> !e.flags().with(change).equals(e.flags()))
            .map(Entry::uid)
            .toList();
    return ifActive(
        state,
        changed.isEmpty()
            ? Decision.accepted()
            : Decision.accepted(new FlagsChanged(box, changed, change, state.modseq() + 1, nowMs)));
  }

  /** Copies; within one box too. Costs no quota, since copies share their content. */
  public static Decision copy(
      MailboxState state, BoxName box, Collection<Long> uids, BoxName target, long nowMs) {
    List<Long> present = presentUids(state, box, uids);
    Optional<Refusal> refusal = whyNotInto(state, target, present);
    return ifActive(
        state,
        refusal.isPresent()
            ? Decision.refused(refusal.get())
            : Decision.accepted(
                new Copied(
                    box, present, target, nextUid(state, target), state.modseq() + 1, nowMs)));
  }

  public static Decision move(
      MailboxState state, BoxName box, Collection<Long> uids, BoxName target, long nowMs) {
    if (box.equals(target)) {
      return ifActive(state, Decision.refused(Refusal.SAME_BOX));
    }
    List<Long> present = presentUids(state, box, uids);
    Optional<Refusal> refusal = whyNotInto(state, target, present);
    return ifActive(
        state,
        refusal.isPresent()
            ? Decision.refused(refusal.get())
            : Decision.accepted(
                new Moved(
                    box, present, target, nextUid(state, target), state.modseq() + 1, nowMs)));
  }

  public static Decision delete(
      MailboxState state, BoxName box, Collection<Long> uids, long nowMs) {
    List<Long> present = presentUids(state, box, uids);
    return ifActive(
        state,
        present.isEmpty()
            ? Decision.refused(Refusal.NOT_FOUND)
            : Decision.accepted(new Deleted(box, present, state.modseq() + 1, nowMs)));
  }

  /** Notes what the content store has dropped; whatever the account's status. */
  public static Decision dropped(MailboxState state, Collection<Long> contentIds, long nowMs) {
    List<Long> garbage =
        new TreeSet<>(contentIds).stream().filter(state.contents().garbage()::contains).toList();
    return garbage.isEmpty()
        ? Decision.accepted()
        : Decision.accepted(new ContentDropped(garbage, nowMs));
  }

  private static Optional<Refusal> whyNotInto(
      MailboxState state, BoxName target, List<Long> present) {
    return present.isEmpty()
        ? Optional.of(Refusal.NOT_FOUND)
        : roomFor(state, target, present.size());
  }

  private static Optional<Refusal> roomFor(MailboxState state, BoxName target, int count) {
    boolean fits =
        state.entryCount() + count <= MailboxState.ENTRIES_MAX
            && nextUid(state, target) + count - 1 <= MailboxState.UID_MAX
            && (state.boxTree().contains(target)
                || state.boxTree().size() < MailboxState.BOXES_MAX);
    return fits ? Optional.empty() : Optional.of(Refusal.FULL);
  }

  private static long nextUid(MailboxState state, BoxName box) {
    return state.boxTree().get(box).map(Box::nextUid).orElse(1L);
  }

  private static List<Long> presentUids(MailboxState state, BoxName box, Collection<Long> uids) {
    return present(state, box, uids).stream().map(Entry::uid).toList();
  }

  /** By ascending uid, each once. */
  private static List<Entry> present(MailboxState state, BoxName box, Collection<Long> uids) {
    List<Entry> entries = new ArrayList<>();
    for (long uid : new TreeSet<>(uids)) {
      state.entry(box, uid).ifPresent(entries::add);
    }
    return entries;
  }
}
