package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueEvent.Deferral;
import cmtp.persistence.queue.QueueEvent.Failure;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.Waiting;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** From what happens to the events of a queue; pure. */
final class QueueDecisions {
  /** Messages that fail in one event. */
  static final int FAILURES_MAX = 500;

  private static final String FULL = "too much mail waits for that domain, try again later";

  private static final String ON_ITS_WAY = "it is on its way from here, try again later";
  private static final String CAME_BACK =
      "it came back: the node that the domain is said to be at sends its mail here";

  private final DeliverySettings settings;
  private final RetrySchedule schedule;
  private final DoubleSupplier chance;

  /**
   * @param chance numbers in [0,1) that scatter the waits
   */
  QueueDecisions(DeliverySettings settings, DoubleSupplier chance) {
    this.settings = settings;
    this.schedule = new RetrySchedule(settings.retry());
    this.chance = chance;
  }

  /** What is answered without storing anything; empty if a message can be queued. */
  Optional<RemoteDomain.Reply> whyNot(
      QueueState state, Optional<MessageId> mid, long bytes, long nowMs) {
    if (mid.isPresent() && state.isKnown(mid.get(), nowMs)) {
      return Optional.of(RemoteDomain.Known.INSTANCE);
    }
    return settings.isFull(state.size(), state.bytes(), bytes)
        ? Optional.of(new RemoteDomain.Refused(FULL))
        : Optional.empty();
  }

  /** What is answered about returned mail without storing anything; empty if it fails now. */
  Optional<RemoteDomain.Reply> whyNotTakenBack(QueueState state, MessageId mid) {
    if (state.waiting(mid).isPresent()) {
      return Optional.of(new RemoteDomain.Refused(ON_ITS_WAY));
    }
    return state.isBeingReported(mid) ? Optional.of(RemoteDomain.Known.INSTANCE) : Optional.empty();
  }

  List<QueueEvent> takenBack(QueueState state, RemoteDomain.NewMail mail, long nowMs) {
    Failure failure = new Failure(state.lastId() + 1, CAME_BACK);
    return List.of(
        queued(state, mail, nowMs), new QueueEvent.Failed(List.of(failure), false, nowMs));
  }

  QueueEvent queued(QueueState state, RemoteDomain.NewMail mail, long nowMs) {
    boolean report = mail.source().startsWith("@");
    QueuedMail queued =
        new QueuedMail(
            state.lastId() + 1,
            mail.mid(),
            mail.contentId(),
            mail.sections(),
            mail.source(),
            mail.destination(),
            mail.proven() && !report,
            mail.hop(),
            nowMs);
    return new QueueEvent.MailQueued(List.of(queued), nowMs);
  }

  QueueEvent.DialStarted dialStarted(QueueState state, long nowMs) {
    return new QueueEvent.DialStarted(
        nowMs + schedule.delayMs(state.backoff().failures() + 1L, chance.getAsDouble()), nowMs);
  }

  long delayMs(long failures) {
    return schedule.delayMs(failures, chance.getAsDouble());
  }

  /** What became of messages; clear answers and interruptions apart. */
  List<QueueEvent> outcomes(QueueState state, List<Outcome> outcomes, long nowMs) {
    List<Long> delivered = new ArrayList<>();
    List<Long> unproven = new ArrayList<>();
    List<Deferral> deferred = new ArrayList<>();
    List<Deferral> interrupted = new ArrayList<>();
    List<Failure> failed = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Delivered one) {
        delivered.add(one.id());
        if (!one.proven()) {
          unproven.add(one.id());
        }
      } else if (outcome instanceof Outcome.Deferred one) {
        deferred.add(deferral(state, one.id(), one.reason(), nowMs));
      } else if (outcome instanceof Outcome.Interrupted one) {
        interrupted.add(deferral(state, one.id(), one.reason(), nowMs));
      } else if (outcome instanceof Outcome.Failed one) {
        failed.add(new Failure(one.id(), Texts.reason(one.reason())));
      }
    }
    List<QueueEvent> events = new ArrayList<>();
    addUnlessEmpty(events, delivered, new QueueEvent.Delivered(delivered, unproven, nowMs));
    addUnlessEmpty(events, deferred, new QueueEvent.Deferred(deferred, true, nowMs));
    addUnlessEmpty(events, failed, new QueueEvent.Failed(failed, true, nowMs));
    addUnlessEmpty(events, interrupted, new QueueEvent.Deferred(interrupted, false, nowMs));
    return events;
  }

  private static void addUnlessEmpty(List<QueueEvent> events, List<?> parts, QueueEvent event) {
    if (!parts.isEmpty()) {
      events.add(event);
    }
  }

  private Deferral deferral(QueueState state, long id, String reason, long nowMs) {
    int before = state.waiting(id).map(Waiting::deferrals).orElse(0);
    return new Deferral(
        id, Texts.reason(reason), nowMs + schedule.delayMs(before + 1L, chance.getAsDouble()));
  }

  /** The messages that wait for longer than they may; those held or busy stay. */
  Optional<QueueEvent.Failed> expired(QueueState state, LongPredicate busy, long nowMs) {
    List<Failure> failures = new ArrayList<>();
    for (Waiting waiting : state.waiting()) {
      if (settings.retry().expiresMs(waiting.mail().acceptedMs()) > nowMs
          || failures.size() == FAILURES_MAX) {
        break;
      }
      if (!waiting.held() && !busy.test(waiting.mail().id())) {
        failures.add(new Failure(waiting.mail().id(), expiry(state, waiting)));
      }
    }
    return failed(failures, nowMs);
  }

  private String expiry(QueueState state, Waiting waiting) {
    String reason = state.reason(waiting);
    return Texts.reason(
        "could not be delivered in "
            + Ages.words(settings.retry().giveUpAfter().toMillis())
            + " ("
            + state.attempts(waiting)
            + " attempts)"
            + (reason.isEmpty() ? "" : ": " + reason));
  }

  /** Messages that fail because nothing for their domain can be delivered; not the held ones. */
  Optional<QueueEvent.Failed> hopeless(
      QueueState state, String reason, long upToId, LongPredicate busy, long nowMs) {
    List<Failure> failures = new ArrayList<>();
    for (Waiting waiting : state.waiting()) {
      long id = waiting.mail().id();
      if (id > upToId || failures.size() == FAILURES_MAX) {
        break;
      }
      if (!waiting.held() && !busy.test(id)) {
        failures.add(new Failure(id, Texts.reason(reason)));
      }
    }
    return failed(failures, nowMs);
  }

  private static Optional<QueueEvent.Failed> failed(List<Failure> failures, long nowMs) {
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(new QueueEvent.Failed(failures, false, nowMs));
  }

  /**
   * Whether a sign of life ends the back-off: only what the domain's failure holds up is woken, not
   * what its node itself put off.
   */
  Optional<QueueEvent> contacted(
      QueueState state, Bytes key, Predicate<QueueState> mayWork, long lastWokenMs, long nowMs) {
    boolean believed = !state.peer().isPinned() || state.peer().key().equals(key);
    boolean backsOff = state.backoff().nextDialMs() > nowMs;
    boolean rested = nowMs - lastWokenMs >= settings.wakeInterval().toMillis();
    List<QueuedMail> due = state.due(nowMs, 1, id -> false);
    return believed && backsOff && rested && mayWork.test(state) && !due.isEmpty()
        ? Optional.of(new QueueEvent.Woken(List.of(due.get(0).id()), nowMs))
        : Optional.empty();
  }
}
