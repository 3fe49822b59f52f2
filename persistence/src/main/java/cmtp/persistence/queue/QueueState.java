package cmtp.persistence.queue;

import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The queue of one foreign domain: the sum of its {@link QueueEvent}s. Immutable; {@link #apply}
 * costs O(log n) for each message touched and never throws: what an event names and is not here is
 * skipped.
 *
 * @param lastId of the newest message ever queued
 * @param byId the messages that wait, as they came
 * @param byTime the same without the held ones, in the order in which they are tried
 * @param byMid the waiting and the undeliverable ones
 * @param undeliverable failed, the originator not told yet
 * @param composed reports that are not settled
 * @param noticedUpToId messages up to this id need no delay notice any more
 * @param paused by the operator
 * @param bytes of the waiting messages
 * @param garbage contents that the store may delete
 */
public record QueueState(
    long lastId,
    Tree<Long, Waiting> byId,
    Tree<DueKey, Long> byTime,
    Tree<Bytes, Long> byMid,
    FinishedMids finished,
    Tree<Long, Undeliverable> undeliverable,
    Tree<String, Report> composed,
    long noticedUpToId,
    Backoff backoff,
    boolean paused,
    PeerKnowledge peer,
    long bytes,
    Tree<Long, Long> garbage) {
  public static final QueueState EMPTY =
      new QueueState(
          0,
          Tree.empty(),
          Tree.empty(),
          Tree.empty(),
          FinishedMids.NONE,
          Tree.empty(),
          Tree.empty(),
          0,
          Backoff.NONE,
          false,
          PeerKnowledge.NONE,
          0,
          Tree.empty());

  /** The state after {@code event}. */
  public QueueState apply(QueueEvent event) {
    return QueueEvents.apply(this, event);
  }

  public QueueState applyAll(Iterable<? extends QueueEvent> events) {
    QueueState state = this;
    for (QueueEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  /** Messages that wait, the held ones included. */
  public int size() {
    return byId.size();
  }

  /** Whether anything has to be done, now or later: then the queue must come back after a crash. */
  public boolean hasWork() {
    return !byId.isEmpty() || !undeliverable.isEmpty() || !composed.isEmpty();
  }

  /** Whether the queue has this message, or had it in the last 30 days (SPEC 5.2). */
  public boolean isKnown(MessageId mid, long nowMs) {
    return byMid.contains(mid.value()) || finished.isKnown(mid, nowMs);
  }

  public Optional<Waiting> waiting(long id) {
    return byId.get(id);
  }

  public Optional<Waiting> waiting(MessageId mid) {
    return byMid.get(mid.value()).flatMap(byId::get);
  }

  /** The messages that wait, as they came. */
  public Iterable<Waiting> waiting() {
    return byId.values();
  }

  /** Those that wait and came after {@code id}, as they came. */
  public Iterable<Waiting> waitingAfter(long id) {
    return byId.valuesAfter(id);
  }

  public Optional<Waiting> oldest() {
    return byId.first();
  }

  /**
   * The messages that may be tried now, at most {@code limit}.
   *
   * @param busy tells those that are being tried already
   */
  public List<QueuedMail> due(long nowMs, int limit, LongPredicate busy) {
    List<QueuedMail> found = new ArrayList<>();
    for (long id : byTime.values()) {
      Optional<Waiting> next = byId.get(id);
      if (found.size() >= limit || next.isEmpty() || next.get().notBeforeMs() > nowMs) {
        break;
      }
      if (!busy.test(id)) {
        found.add(next.get().mail());
      }
    }
    return found;
  }

  /** When the first message that is not held or busy may be tried; empty if there is none. */
  public Optional<Long> nextDueMs(LongPredicate busy) {
    for (long id : byTime.values()) {
      if (!busy.test(id)) {
        return byId.get(id).map(Waiting::notBeforeMs);
      }
    }
    return Optional.empty();
  }

  /** How often this message was tried in vain: alone, or with the whole domain. */
  public long attempts(Waiting waiting) {
    return backoff.failedDials() - waiting.failedDialsBefore() + waiting.deferrals();
  }

  /** When this message is tried next, if nothing happens before; empty if it is held back. */
  public Optional<Long> nextAttemptMs(Waiting waiting) {
    return waiting.held() || paused
        ? Optional.empty()
        : Optional.of(Math.max(waiting.notBeforeMs(), backoff.nextDialMs()));
  }

  /** Why this message still waits: its own reason, else the domain's. */
  public String reason(Waiting waiting) {
    return waiting.reason().isEmpty() ? backoff.reason() : waiting.reason();
  }

  public List<Undeliverable> undelivered() {
    return list(undeliverable.values());
  }

  public List<Report> reports() {
    return list(composed.values());
  }

  /** Contents that the store may delete; then {@link QueueEvent.ContentDropped} follows. */
  public List<Long> garbageIds() {
    return list(garbage.values());
  }

  public List<Finished> finishedOldestFirst() {
    return list(finished.byNumber().values());
  }

  /** Which of these contents are still needed by this queue, or garbage it answers for. */
  public List<Long> heldOf(Iterable<Long> contentIds) {
    Tree<Long, Long> mine = garbage;
    for (Waiting one : byId.values()) {
      mine = mine.put(one.mail().contentId(), one.mail().contentId());
    }
    List<Long> held = new ArrayList<>();
    for (long id : contentIds) {
      if (mine.contains(id)) {
        held.add(id);
      }
    }
    return held;
  }

  private static <T> List<T> list(Iterable<T> values) {
    List<T> all = new ArrayList<>();
    values.forEach(all::add);
    return all;
  }

  /** Sizes only: mail does not belong into a log. */
  @Override
  public String toString() {
    return "QueueState(" + size() + " waiting, " + composed.size() + " reports)";
  }
}
