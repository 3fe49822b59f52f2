package cmtp.node.delivery;

import cmtp.persistence.queue.QueuedMail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The connections of one queue: what each is working on, which are idle. In memory only; what a
 * crash interrupts is simply due again.
 */
final class Connections {
  /** One connection, from its dial to its end. */
  static final class One {
    private final ActorRef<DeliveryAttempt.Command> ref;
    private final long retryMs;
    private final long dialledMs;
    private final Set<Long> work = new HashSet<>();
    private boolean met;
    private boolean worked;
    private boolean answered;
    private boolean leaving;
    private long idleSinceMs;

    private One(ActorRef<DeliveryAttempt.Command> ref, long retryMs, long dialledMs) {
      this.ref = ref;
      this.retryMs = retryMs;
      this.dialledMs = dialledMs;
    }

    long dialledMs() {
      return dialledMs;
    }

    /** Before this time no further dial happens if this one fails. */
    long retryMs() {
      return retryMs;
    }

    boolean isMet() {
      return met;
    }

    /** Whether it was given mail, ever. */
    boolean hasWorked() {
      return worked;
    }

    /** Whether mail is under way on it. */
    boolean isWorking() {
      return !work.isEmpty();
    }

    /** Whether the domain's node gave a clear answer about a message on it. */
    boolean isAnswered() {
      return answered;
    }

    private boolean isIdle() {
      return met && work.isEmpty() && !leaving;
    }
  }

  private final Map<ActorRef<DeliveryAttempt.Command>, One> all = new LinkedHashMap<>();
  private final Set<Long> busy = new HashSet<>();

  void dialled(ActorRef<DeliveryAttempt.Command> ref, long retryMs, long nowMs) {
    all.put(ref, new One(ref, retryMs, nowMs));
  }

  Optional<One> find(ActorRef<DeliveryAttempt.Command> ref) {
    return Optional.ofNullable(all.get(ref));
  }

  /** It may be given work from now on. */
  void met(One one, long nowMs) {
    one.met = true;
    one.idleSinceMs = nowMs;
  }

  void give(One one, List<QueuedMail> mails) {
    one.worked = true;
    mails.forEach(mail -> one.work.add(mail.id()));
    busy.addAll(one.work);
    one.ref.tell(new DeliveryAttempt.Work(mails));
  }

  /**
   * The work given is over.
   *
   * @return those outcomes that are about it
   */
  List<Outcome> done(One one, List<Outcome> outcomes, long nowMs) {
    List<Outcome> ours = outcomes.stream().filter(o -> one.work.contains(o.id())).toList();
    one.answered |= ours.stream().anyMatch(o -> !(o instanceof Outcome.Interrupted));
    one.idleSinceMs = nowMs;
    busy.removeAll(one.work);
    one.work.clear();
    tellIfLeaving(one);
    return ours;
  }

  void remove(One one) {
    busy.removeAll(one.work);
    all.remove(one.ref);
  }

  /** It gets no more work, and ends once what it has is done. */
  void finish(One one) {
    if (!one.leaving) {
      one.leaving = true;
      tellIfLeaving(one);
    }
  }

  private static void tellIfLeaving(One one) {
    if (one.leaving && one.work.isEmpty()) {
      one.ref.tell(DeliveryAttempt.Finish.INSTANCE);
    }
  }

  boolean isBusy(long id) {
    return busy.contains(id);
  }

  int size() {
    return all.size();
  }

  /** Those that deliver, or could. */
  int live() {
    return (int) all.values().stream().filter(one -> one.met && !one.leaving).count();
  }

  boolean isDialling() {
    return all.values().stream().anyMatch(one -> !one.met);
  }

  /** Whether one of them is known to work. */
  boolean isAnyAnswered() {
    return all.values().stream().anyMatch(One::isAnswered);
  }

  List<One> idle() {
    return all.values().stream().filter(One::isIdle).toList();
  }

  /** Those idle since before this. */
  List<One> idleSince(long ms) {
    return idle().stream().filter(one -> one.idleSinceMs <= ms).toList();
  }

  /** When the first one became idle. */
  Optional<Long> firstIdleMs() {
    return idle().stream().map(one -> one.idleSinceMs).min(Long::compare);
  }

  /** All of them, in the order in which they were dialled. */
  List<One> list() {
    return new ArrayList<>(all.values());
  }
}
