package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.Report;
import cmtp.persistence.queue.ReportKind;
import cmtp.persistence.queue.Undeliverable;
import cmtp.persistence.queue.Waiting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Which report is next, and when one that could not be delivered is tried again. No actor. */
final class ReportAgenda {
  private static final int NOTICE_TRIES_MAX = 3;

  /** Reports that wait for another try; with so many, no further one is begun. */
  private static final int LATER_MAX = 1000;

  /** Something that an originator has to be told. */
  sealed interface Item {
    long mailId();

    ReportKind kind();

    String originator();

    /** When it arose. */
    long sinceMs();
  }

  /** Composed and stored; to be delivered. */
  record Composed(Report report) implements Item {
    @Override
    public long mailId() {
      return report.mailId();
    }

    @Override
    public ReportKind kind() {
      return report.kind();
    }

    @Override
    public String originator() {
      return report.recipient();
    }

    @Override
    public long sinceMs() {
      return new ReportMail(report).composedMs();
    }
  }

  /** A message has failed. */
  record Lost(QueuedMail mail, long sinceMs) implements Item {
    @Override
    public long mailId() {
      return mail.id();
    }

    @Override
    public ReportKind kind() {
      return ReportKind.FAILURE;
    }

    @Override
    public String originator() {
      return mail.source();
    }
  }

  /** A message waits for long. */
  record Late(QueuedMail mail, long sinceMs) implements Item {
    @Override
    public long mailId() {
      return mail.id();
    }

    @Override
    public ReportKind kind() {
      return ReportKind.DELAY;
    }

    @Override
    public String originator() {
      return mail.source();
    }
  }

  private record Key(boolean composed, ReportKind kind, long mailId) {
    static Key of(Item item) {
      return new Key(item instanceof Composed, item.kind(), item.mailId());
    }
  }

  private record Later(int tries, long notBeforeMs) {}

  private final RetrySettings retry;
  private final LongUnaryOperator delayMs;
  private final LongPredicate busy;
  private final Map<Key, Later> later = new HashMap<>();

  /** Notices go out in order: the first one's tries, and when it is tried again. */
  private int noticeTries;

  private long noticesMs;

  /**
   * @param delayMs the wait after so many failures
   * @param busy tells messages in delivery, which may be there in a moment
   */
  ReportAgenda(RetrySettings retry, LongUnaryOperator delayMs, LongPredicate busy) {
    this.retry = retry;
    this.delayMs = delayMs;
    this.busy = busy;
  }

  /** What can be begun now. */
  Optional<Item> next(QueueState state, long nowMs) {
    for (Report report : state.composed().values()) {
      Item item = new Composed(report);
      if (isReady(item, nowMs)) {
        return Optional.of(item);
      }
    }
    for (Undeliverable failed : state.undeliverable().values()) {
      Item item = new Lost(failed.mail(), failed.atMs());
      if (isReady(item, nowMs)) {
        return Optional.of(item);
      }
    }
    return late(state, nowMs);
  }

  private boolean isReady(Item item, long nowMs) {
    Later wait = later.get(Key.of(item));
    return wait == null ? later.size() < LATER_MAX : wait.notBeforeMs() <= nowMs;
  }

  private Optional<Item> late(QueueState state, long nowMs) {
    if (nowMs < noticesMs) {
      return Optional.empty();
    }
    for (Waiting waiting : state.waitingAfter(state.noticedUpToId())) {
      if (noticeMs(waiting) > nowMs) {
        return Optional.empty();
      }
      if (busy.test(waiting.mail().id())) {
        noticesMs = DispatchRules.noticeAgainMs(nowMs);
        return Optional.empty();
      }
      if (waiting.mail().proven()) {
        return Optional.of(new Late(waiting.mail(), noticeMs(waiting)));
      }
    }
    return Optional.empty();
  }

  /** If nothing is next: late messages whose originators are not told. */
  Optional<QueueEvent> needless(QueueState state, long nowMs) {
    Optional<QueueEvent> taken = Optional.empty();
    for (Waiting waiting : state.waitingAfter(state.noticedUpToId())) {
      if (waiting.mail().proven() || noticeMs(waiting) > nowMs) {
        break;
      }
      taken = Optional.of(new QueueEvent.NoticesTaken(waiting.mail().id(), nowMs));
    }
    return taken;
  }

  private long noticeMs(Waiting waiting) {
    return retry.noticeMs(waiting.mail().acceptedMs());
  }

  /** It is over, one way or the other. */
  void done(Item item) {
    if (item instanceof Late) {
      noticeTries = 0;
      noticesMs = 0;
    } else {
      later.remove(Key.of(item));
    }
  }

  /**
   * It could not be done now.
   *
   * @return whether it is to be tried again
   */
  boolean putOff(Item item, long nowMs) {
    if (item instanceof Late) {
      noticeTries++;
      noticesMs = nowMs + delayMs.applyAsLong(noticeTries);
      return noticeTries < NOTICE_TRIES_MAX;
    }
    int tries = Optional.ofNullable(later.get(Key.of(item))).map(Later::tries).orElse(0) + 1;
    later.put(Key.of(item), new Later(tries, nowMs + delayMs.applyAsLong(tries)));
    return nowMs - item.sinceMs() < retry.giveUpAfter().toMillis();
  }

  /** When there is something to begin that waits now. */
  Optional<Long> nextMs(QueueState state) {
    Optional<Long> tried = later.values().stream().map(Later::notBeforeMs).min(Long::compare);
    for (Waiting waiting : state.waitingAfter(state.noticedUpToId())) {
      return Wakeups.earlier(tried, Optional.of(Math.max(noticeMs(waiting), noticesMs)));
    }
    return tried;
  }
}
