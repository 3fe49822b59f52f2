package cmtp.simulations.sim.check;

import cmtp.node.delivery.DeliverySettings;
import cmtp.node.delivery.RetrySettings;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a queue may do next, told from what it has stored. It is written from the specification of
 * the schedule, not from the code that keeps it.
 */
final class QueueModel {
  private static final String SCHEDULE = "attempts follow the schedule";
  private static final int SLACK_MS = 5;

  /** What is wrong with an event, and which rule it breaks. */
  record Wrong(String rule, String text) {}

  /** One message that waits. */
  static final class Item {
    final QueuedMail mail;
    private int deferrals;
    private long notBeforeMs;

    Item(QueuedMail mail) {
      this.mail = mail;
    }

    /** That were made, or the one that is. */
    int attempts() {
      return deferrals + 1;
    }
  }

  private final DeliverySettings settings;
  private final RetrySettings retry;
  private final Map<Long, Item> waiting = new HashMap<>();
  private final Map<Long, Item> failed = new HashMap<>();
  private int failuresInARow;
  private long nextDialMs;
  private double window = 1;

  /** The last event was that a connection broke with a message on it. */
  private boolean broke;

  private String run = "";
  private Bytes pin = Bytes.EMPTY;

  QueueModel(DeliverySettings settings) {
    this.settings = settings;
    this.retry = settings.retry();
  }

  int waiting() {
    return waiting.size();
  }

  Bytes pin() {
    return pin;
  }

  Optional<Item> find(long id) {
    return Optional.ofNullable(waiting.getOrDefault(id, failed.get(id)));
  }

  /** The mail that an id of this queue stands for, while something is to be done about it. */
  Optional<QueuedMail> mail(long id) {
    return find(id).map(item -> item.mail);
  }

  /** The next event; gives what is wrong with it. */
  Optional<Wrong> apply(QueueEvent event, String ofRun, int connections, boolean trueClock) {
    if (!ofRun.equals(run)) {
      run = ofRun;
      window = 1; // in memory only: after a start, caution is right
    }
    boolean told = broke;
    broke = false;
    if (event instanceof QueueEvent.MailQueued e) {
      e.mails().forEach(mail -> waiting.put(mail.id(), new Item(mail)));
      return waiting.size() > settings.messagesMax()
          ? wrong("queues are bounded", waiting.size() + " messages wait for one domain")
          : Optional.empty();
    } else if (event instanceof QueueEvent.DialStarted e) {
      return dialStarted(e, connections, trueClock);
    } else if (event instanceof QueueEvent.DialFailed) {
      narrow(told ? 0 : 1);
    } else if (event instanceof QueueEvent.Delivered e) {
      e.ids().forEach(this::delivered);
      reached();
    } else if (event instanceof QueueEvent.Deferred e) {
      return deferred(e);
    } else if (event instanceof QueueEvent.Failed e) {
      e.failures().forEach(failure -> failed(failure.id()));
      if (e.reached()) {
        reached();
      }
    } else if (event instanceof QueueEvent.Dropped e) {
      e.ids().forEach(waiting::remove);
    } else if (event instanceof QueueEvent.Woken) {
      nextDialMs = 0;
      waiting.values().forEach(item -> item.notBeforeMs = 0);
    } else if (event instanceof QueueEvent.ReportSettled e) {
      failed.remove(e.mailId());
    } else if (event instanceof QueueEvent.PeerPinned e) {
      pin = e.key();
    }
    return Optional.empty();
  }

  private static Optional<Wrong> wrong(String rule, String text) {
    return Optional.of(new Wrong(rule, text));
  }

  private void reached() {
    failuresInARow = 0;
    nextDialMs = 0;
  }

  private void delivered(long id) {
    waiting.remove(id);
    window = Math.min(settings.windowMax(), window + 1 / window);
  }

  /**
   * After so many failures: connections that could not be made, or broke with a message on them.
   */
  private void narrow(int failures) {
    for (int i = 0; i < failures; i++) {
      window = Math.max(1, window / 2);
    }
  }

  private void failed(long id) {
    Item item = waiting.remove(id);
    if (item != null) {
      failed.put(id, item);
    }
  }

  private Optional<Wrong> dialStarted(
      QueueEvent.DialStarted e, int connections, boolean trueClock) {
    boolean early = trueClock && e.atMs() < nextDialMs - SLACK_MS;
    long before = nextDialMs;
    failuresInARow++;
    nextDialMs = e.retryMs();
    if (early) {
      return wrong(SCHEDULE, "dialled " + (before - e.atMs()) + " ms before its time");
    }
    if (connections > (int) window) { // one that has just ended may still be closing
      return wrong(
          "connections keep to the window",
          "dials although it has " + connections + " connections and a window of " + (int) window);
    }
    return wrongWait(failuresInARow, e.retryMs() - e.atMs(), "the domain");
  }

  private Optional<Wrong> deferred(QueueEvent.Deferred e) {
    if (e.reached()) {
      reached();
    } else {
      broke = !e.deferrals().isEmpty();
      narrow(e.deferrals().size());
    }
    Optional<Wrong> wrong = Optional.empty();
    for (QueueEvent.Deferral deferral : e.deferrals()) {
      Item item = waiting.get(deferral.id());
      if (item != null) {
        item.deferrals++;
        item.notBeforeMs = deferral.retryMs();
        wrong =
            wrong.or(() -> wrongWait(item.deferrals, deferral.retryMs() - e.atMs(), "a message"));
      }
    }
    return wrong;
  }

  /** What the n-th failure in a row may cost. */
  private Optional<Wrong> wrongWait(int failures, long waitMs, String who) {
    double base = base(failures);
    double spread = base * retry.jitter();
    boolean right = Math.abs(waitMs - base) <= spread + SLACK_MS;
    return right
        ? Optional.empty()
        : wrong(
            SCHEDULE,
            who + " waits " + waitMs + " ms after failure " + failures + ", not about " + base);
  }

  private double base(int failures) {
    double doubled = retry.first().toMillis() * Math.pow(2, Math.min(failures - 1, 60));
    return Math.min(doubled, retry.max().toMillis());
  }

  /** Where in the scattered range a wait lies: 1 in its middle. */
  double scatter(QueueEvent.DialStarted e) {
    return (e.retryMs() - e.atMs()) / base(failuresInARow);
  }
}
