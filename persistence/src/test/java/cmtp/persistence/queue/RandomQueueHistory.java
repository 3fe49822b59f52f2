package cmtp.persistence.queue;

import static cmtp.persistence.queue.QueueMails.DAY_MS;
import static cmtp.persistence.queue.QueueMails.mail;

import cmtp.persistence.queue.QueueEvent.ContentDropped;
import cmtp.persistence.queue.QueueEvent.Deferral;
import cmtp.persistence.queue.QueueEvent.Deferred;
import cmtp.persistence.queue.QueueEvent.Delivered;
import cmtp.persistence.queue.QueueEvent.DialFailed;
import cmtp.persistence.queue.QueueEvent.DialStarted;
import cmtp.persistence.queue.QueueEvent.Dropped;
import cmtp.persistence.queue.QueueEvent.Failed;
import cmtp.persistence.queue.QueueEvent.Failure;
import cmtp.persistence.queue.QueueEvent.HoldChanged;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import cmtp.persistence.queue.QueueEvent.NoticesTaken;
import cmtp.persistence.queue.QueueEvent.PauseChanged;
import cmtp.persistence.queue.QueueEvent.PeerKeyOffered;
import cmtp.persistence.queue.QueueEvent.PeerPinned;
import cmtp.persistence.queue.QueueEvent.ReportComposed;
import cmtp.persistence.queue.QueueEvent.ReportSettled;
import cmtp.persistence.queue.QueueEvent.Woken;
import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events drawn from a seed. Most name what is there; some name what never was, twice the same, or a
 * time that has passed: a state must bear whatever is in a journal.
 */
public final class RandomQueueHistory {
  private final Random random;
  private QueueState state = QueueState.EMPTY;
  private long nowMs = QueueMails.NOW;

  public RandomQueueHistory(long seed) {
    random = new Random(seed);
  }

  public QueueState state() {
    return state;
  }

  public QueueEvent next() {
    nowMs += random.nextInt(80) == 0 ? random.nextLong(20 * DAY_MS) : random.nextInt(60_000);
    if (random.nextInt(100) == 0) {
      nowMs -= random.nextLong(3 * DAY_MS); // a clock that was set back
    }
    QueueEvent event = draw();
    state = state.apply(event);
    return event;
  }

  private QueueEvent draw() {
    return switch (random.nextInt(24)) {
      case 0 -> new DialStarted(nowMs + random.nextInt(3_600_000), nowMs);
      case 1 -> new DialFailed(reason(), nowMs);
      case 2, 3, 4 -> new Delivered(ids(), ids(), nowMs);
      case 5, 6 -> new Deferred(deferrals(), random.nextBoolean(), nowMs);
      case 7, 8 -> new Failed(failures(), random.nextBoolean(), nowMs);
      case 9 -> new ReportComposed(QueueMails.report(toldId(), kind()), nowMs);
      case 10 -> new ReportSettled(toldId(), kind(), reason(), nowMs);
      case 11 -> new NoticesTaken(id(), nowMs);
      case 12, 13 -> new HoldChanged(ids(), random.nextBoolean(), nowMs);
      case 14 -> new Dropped(ids(), nowMs);
      case 15 -> new Woken(random.nextBoolean() ? List.of() : ids(), nowMs);
      case 16 -> new PauseChanged(random.nextBoolean(), nowMs);
      case 17 -> new PeerPinned(key(), origin(), random.nextBoolean(), nowMs);
      case 18 -> new PeerKeyOffered(key(), nowMs);
      case 19 -> new ContentDropped(contents(), nowMs);
      default -> new MailQueued(mails(), nowMs);
    };
  }

  /** Numbers and mids repeat at times. */
  private List<QueuedMail> mails() {
    List<QueuedMail> mails = new ArrayList<>();
    long id = state.lastId();
    for (int i = random.nextInt(4); i >= 0; i--) {
      id += random.nextInt(10) == 0 ? 0 : 1;
      long mid = random.nextInt(5) == 0 ? 1 + random.nextLong(id + 1) : id;
      mails.add(mail(id, mid, random.nextBoolean(), nowMs));
    }
    return mails;
  }

  private long id() {
    return random.nextLong(state.lastId() + 3);
  }

  /** Often one that waits. */
  private List<Long> ids() {
    List<Long> ids = new ArrayList<>();
    long from = random.nextLong(state.lastId() + 1);
    for (Waiting one : state.waitingAfter(from)) {
      if (random.nextInt(3) == 0) {
        break;
      }
      ids.add(one.mail().id());
    }
    if (random.nextInt(4) == 0) {
      ids.add(id());
      ids.add(ids.get(0));
    }
    return ids;
  }

  private List<Deferral> deferrals() {
    return ids().stream()
        .map(id -> new Deferral(id, reason(), nowMs + random.nextInt(7_200_000)))
        .toList();
  }

  private List<Failure> failures() {
    return ids().stream().map(id -> new Failure(id, reason())).toList();
  }

  private long toldId() {
    List<Undeliverable> all = state.undelivered();
    return all.isEmpty() || random.nextInt(3) == 0 ? id() : all.get(0).mail().id();
  }

  private List<Long> contents() {
    List<Long> ids = new ArrayList<>(state.garbageIds());
    ids.removeIf(id -> random.nextInt(3) == 0);
    ids.add(999_999L);
    return ids;
  }

  private Bytes key() {
    byte[] key = new byte[32];
    key[0] = (byte) random.nextInt(3);
    return Bytes.wrap(key);
  }

  private PinOrigin origin() {
    return PinOrigin.values()[random.nextInt(PinOrigin.values().length)];
  }

  private ReportKind kind() {
    return random.nextBoolean() ? ReportKind.DELAY : ReportKind.FAILURE;
  }

  private String reason() {
    return List.of("", "timed out", "mailbox full", "\u00fcberlastet").get(random.nextInt(4));
  }
}
