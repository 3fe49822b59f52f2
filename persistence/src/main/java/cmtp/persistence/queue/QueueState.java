package cmtp.persistence.queue;

import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Tree<TimeKey, Long> byTime,
    Tree<Bytes, Long> byMid,
    FinishedMids finished,
    Tree<Long, Undeliverable> undeliverable,
    Tree<ReportKey, Report> composed,
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

  private static final int SNAPSHOT_EVENTS_MIN = 1024;
  private static final int SNAPSHOT_EVENTS_MAX = 65_536;

  /** Rebuilds a state from its stored form. */
  public static QueueState of(QueueSnapshot snapshot) {
    return QueueRebuild.of(snapshot);
  }

  /** All that is needed to rebuild this state, in O(n). */
  public QueueSnapshot snapshot() {
    return new QueueSnapshot(
        lastId,
        list(byId.values()),
        finishedOldestFirst(),
        undelivered(),
        reports(),
        noticedUpToId,
        backoff,
        paused,
        peer,
        garbageIds());
  }

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

  /**
   * Whether anything has to be done, now or later, and be it to delete contents: then the queue
   * must come back after a crash.
   */
  public boolean hasWork() {
    return !byId.isEmpty() || !undeliverable.isEmpty() || !composed.isEmpty() || !garbage.isEmpty();
  }

  /** Whether the queue has this message, or had it in the last 30 days (SPEC 5.2). */
  public boolean isKnown(MessageId mid, long nowMs) {
    return byMid.contains(mid.value()) || finished.isKnown(mid, nowMs);
  }

  /** Whether it has failed, and its originator is being told. */
  public boolean isBeingReported(MessageId mid) {
    return byMid.get(mid.value()).filter(undeliverable::contains).isPresent()
        || finished
            .id(mid)
            .filter(id -> composed.contains(new ReportKey(id, ReportKind.FAILURE)))
            .isPresent();
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
    return list(finished.byTime().values());
  }

  /**
   * Which of these contents are still needed by this queue, or garbage it answers for. O(waiting):
   * for the sweep after a crash, not for every message.
   */
  public List<Long> heldOf(Iterable<Long> contentIds) {
    Set<Long> waiting = new HashSet<>();
    byId.values().forEach(one -> waiting.add(one.mail().contentId()));
    List<Long> held = new ArrayList<>();
    for (long id : contentIds) {
      if (waiting.contains(id) || garbage.contains(id)) {
        held.add(id);
      }
    }
    return held;
  }

  /**
   * Whether to store a snapshot at this sequence number: rarely enough that a long queue is not
   * rewritten all the time, often enough that recovery stays a matter of seconds.
   */
  public boolean isSnapshotDue(long sequenceNr) {
    int rows = byId.size() + finished.byTime().size();
    int every = Integer.highestOneBit(Math.max(1, rows / 2)) * 2;
    int bounded = Math.max(SNAPSHOT_EVENTS_MIN, Math.min(SNAPSHOT_EVENTS_MAX, every));
    return sequenceNr % bounded == 0;
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
