package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueEvent.Failure;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.Waiting;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** What operators and originators do to a queue; pure. Messages in delivery can't be taken out. */
final class Interventions {
  /** Messages named in one event. */
  static final int IDS_MAX = 1000;

  /**
   * @param count of the messages concerned
   */
  record Change(List<QueueEvent> events, int count) {
    static final Change NONE = new Change(List.of(), 0);
  }

  private final QueueState state;
  private final LongPredicate busy;
  private final long nowMs;

  private Interventions(QueueState state, LongPredicate busy, long nowMs) {
    this.state = state;
    this.busy = busy;
    this.nowMs = nowMs;
  }

  static Change decide(
      QueueState state, RemoteDomain.Intervention wish, LongPredicate busy, long nowMs) {
    return new Interventions(state, busy, nowMs).decide(wish);
  }

  private Change decide(RemoteDomain.Intervention wish) {
    if (wish instanceof RemoteDomain.Retry retry) {
      return retry(retry.mids());
    }
    if (wish instanceof RemoteDomain.Hold hold) {
      return held(hold.mids(), true);
    }
    if (wish instanceof RemoteDomain.Release release) {
      return held(release.mids(), false);
    }
    if (wish instanceof RemoteDomain.Drop drop) {
      return drop(drop);
    }
    if (wish instanceof RemoteDomain.Cancel cancel) {
      return dropped(ids(List.of(cancel.mid()), waiting -> isOwn(waiting, cancel.source())));
    }
    if (wish instanceof RemoteDomain.Pause) {
      return paused(true);
    }
    if (wish instanceof RemoteDomain.Resume) {
      return paused(false);
    }
    return trust((RemoteDomain.Trust) wish);
  }

  private Change retry(List<MessageId> mids) {
    List<Long> ids = ids(mids, waiting -> true);
    if (ids.isEmpty()) {
      return Change.NONE;
    }
    return mids.isEmpty()
        ? new Change(List.of(new QueueEvent.Woken(List.of(), nowMs)), ids.size())
        : change(ids, some -> new QueueEvent.Woken(some, nowMs));
  }

  private Change held(List<MessageId> mids, boolean held) {
    return change(
        ids(mids, waiting -> waiting.held() != held),
        some -> new QueueEvent.HoldChanged(some, held, nowMs));
  }

  private Change drop(RemoteDomain.Drop drop) {
    List<Long> ids = ids(drop.mids(), waiting -> !busy.test(waiting.mail().id()));
    return drop.silently() ? dropped(ids) : change(ids, this::givenUp);
  }

  private QueueEvent givenUp(List<Long> ids) {
    List<Failure> failures =
        ids.stream().map(id -> new Failure(id, "given up by the operator")).toList();
    return new QueueEvent.Failed(failures, false, nowMs);
  }

  private Change dropped(List<Long> ids) {
    return change(ids, some -> new QueueEvent.Dropped(some, nowMs));
  }

  private boolean isOwn(Waiting waiting, String source) {
    return waiting.mail().proven()
        && !busy.test(waiting.mail().id())
        && isSame(waiting.mail().source(), source);
  }

  /** Whether both are one account's address. */
  static boolean isSame(String one, String other) {
    try {
      return one.equals(other) || Address.parse(one).equals(Address.parse(other));
    } catch (InvalidAddressException notAnAddress) {
      return false;
    }
  }

  private Change paused(boolean paused) {
    return state.paused() == paused
        ? Change.NONE
        : new Change(List.of(new QueueEvent.PauseChanged(paused, nowMs)), state.size());
  }

  /** What waited because of the key may go at once. */
  private Change trust(RemoteDomain.Trust trust) {
    Optional<QueueEvent> pinned = PeerDecisions.trusted(trust.key(), nowMs);
    if (pinned.isEmpty()) {
      return Change.NONE;
    }
    List<QueueEvent> events = new ArrayList<>(List.of(pinned.get()));
    if (state.peer().isKeyDisputed() && state.size() > 0) {
      events.add(new QueueEvent.Woken(List.of(), nowMs));
    }
    return new Change(events, state.size());
  }

  private List<Long> ids(List<MessageId> mids, Predicate<Waiting> wanted) {
    List<Long> ids = new ArrayList<>();
    if (mids.isEmpty()) {
      state.waiting().forEach(waiting -> addIf(ids, waiting, wanted));
    } else {
      mids.stream()
          .distinct()
          .flatMap(mid -> state.waiting(mid).stream())
          .forEach(waiting -> addIf(ids, waiting, wanted));
    }
    return ids;
  }

  private static void addIf(List<Long> ids, Waiting waiting, Predicate<Waiting> wanted) {
    if (wanted.test(waiting)) {
      ids.add(waiting.mail().id());
    }
  }

  private static Change change(List<Long> ids, Function<List<Long>, QueueEvent> event) {
    List<QueueEvent> events = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += IDS_MAX) {
      events.add(event.apply(ids.subList(from, Math.min(ids.size(), from + IDS_MAX))));
    }
    return new Change(events, ids.size());
  }
}
