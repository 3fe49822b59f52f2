package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.trace.TraceEntry;
import cmtp.protocol.address.DomainName;
import java.util.ArrayList;
import java.util.List;

/**
 * What is decided but not stored yet. Decisions are made upon {@link #planned}; what depends on
 * them, a reply above all, waits until they are stored together.
 */
final class Ledger {
  /** Events and waiting replies that are stored at once. */
  static final int SIZE_MAX = 500;

  private final DomainName domain;
  private final Runnable whenBegun;
  private QueueState stored = QueueState.EMPTY;
  private QueueState planned = QueueState.EMPTY;
  private Entry open = new Entry();

  /** One persist: its events, what then happens, and what is noted. */
  static final class Entry {
    private final List<QueueEvent> events = new ArrayList<>();
    private final List<Runnable> then = new ArrayList<>();
    private final List<TraceEntry> notes = new ArrayList<>();

    List<QueueEvent> events() {
      return Batch.merged(events);
    }

    List<TraceEntry> notes() {
      return notes;
    }

    void runThen() {
      then.forEach(Runnable::run);
    }
  }

  /**
   * @param whenBegun sees to it that what is decided is stored soon
   */
  Ledger(DomainName domain, Runnable whenBegun) {
    this.domain = domain;
    this.whenBegun = whenBegun;
  }

  QueueState stored() {
    return stored;
  }

  QueueState planned() {
    return planned;
  }

  boolean isEmpty() {
    return open.events.isEmpty();
  }

  boolean isFull() {
    return open.events.size() + open.then.size() >= SIZE_MAX;
  }

  void record(QueueEvent event) {
    if (isEmpty()) {
      whenBegun.run();
    }
    open.notes.addAll(TraceNotes.of(domain, planned, event));
    open.events.add(event);
    planned = planned.apply(event);
  }

  void record(List<? extends QueueEvent> events) {
    events.forEach(this::record);
  }

  /** Runs once everything recorded so far is stored: at once if it is. */
  void then(Runnable action) {
    if (isEmpty()) {
      action.run();
    } else {
      open.then.add(action);
    }
  }

  /** What is to be stored now; from here on a new entry is filled. */
  Entry take() {
    Entry taken = open;
    open = new Entry();
    return taken;
  }

  /** This is what the store has; what was decided and not taken is void. */
  void restart(QueueState state) {
    open = new Entry();
    stored(state);
  }

  void stored(QueueState state) {
    stored = state;
    planned = state;
  }
}
