package cmtp.persistence.queue;

import cmtp.persistence.queue.QueueEvent.ContentDropped;
import cmtp.persistence.queue.QueueEvent.Deferred;
import cmtp.persistence.queue.QueueEvent.Delivered;
import cmtp.persistence.queue.QueueEvent.DialFailed;
import cmtp.persistence.queue.QueueEvent.DialStarted;
import cmtp.persistence.queue.QueueEvent.Dropped;
import cmtp.persistence.queue.QueueEvent.Failed;
import cmtp.persistence.queue.QueueEvent.HoldChanged;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import cmtp.persistence.queue.QueueEvent.NoticesTaken;
import cmtp.persistence.queue.QueueEvent.PauseChanged;
import cmtp.persistence.queue.QueueEvent.PeerKeyOffered;
import cmtp.persistence.queue.QueueEvent.PeerPinned;
import cmtp.persistence.queue.QueueEvent.ReportComposed;
import cmtp.persistence.queue.QueueEvent.ReportSettled;
import cmtp.persistence.queue.QueueEvent.Woken;
import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;
import java.util.function.UnaryOperator;

/** What each event makes of a {@link QueueState}. */
final class QueueEvents {
  private QueueEvents() {}

  static QueueState apply(QueueState before, QueueEvent event) {
    Draft draft = new Draft(before);
    if (event instanceof MailQueued e) {
      e.mails().forEach(draft::queued);
    } else if (event instanceof DialStarted e) {
      draft.backoff = draft.backoff.dialled(e.retryMs(), e.atMs());
    } else if (event instanceof DialFailed e) {
      draft.backoff = draft.backoff.failed(e.reason());
    } else if (event instanceof Delivered e) {
      e.ids().forEach(id -> draft.left(id, e.atMs()));
      draft.backoff = draft.backoff.succeeded();
    } else if (event instanceof Deferred e) {
      e.deferrals().forEach(draft::deferred);
      draft.backoff = e.reached() ? draft.backoff.succeeded() : draft.backoff;
    } else if (event instanceof Failed e) {
      e.failures().forEach(failure -> draft.failed(failure, e.atMs()));
      draft.backoff = e.reached() ? draft.backoff.succeeded() : draft.backoff;
    } else if (event instanceof Dropped e) {
      e.ids().forEach(id -> draft.left(id, e.atMs()));
    } else if (event instanceof HoldChanged e) {
      e.ids().forEach(id -> draft.change(id, waiting -> waiting.held(e.held())));
    } else if (event instanceof Woken e) {
      draft.woken(e);
    } else {
      applyOther(draft, event);
    }
    return draft.state();
  }

  private static void applyOther(Draft draft, QueueEvent event) {
    if (event instanceof ReportComposed e) {
      draft.composed(e);
    } else if (event instanceof ReportSettled e) {
      draft.settled(e);
    } else if (event instanceof NoticesTaken e) {
      draft.noticedUpToId = Math.max(draft.noticedUpToId, e.upToId());
    } else if (event instanceof PauseChanged e) {
      draft.paused = e.paused();
    } else if (event instanceof PeerPinned e) {
      draft.peer = draft.peer.pinned(e.key(), e.origin(), e.x1(), e.atMs());
    } else if (event instanceof PeerKeyOffered e) {
      draft.peer = draft.peer.offered(e.key(), e.atMs());
    } else if (event instanceof ContentDropped e) {
      e.contentIds().forEach(id -> draft.garbage = draft.garbage.remove(id));
    } else {
      throw new IllegalStateException("no rule for " + event.getClass());
    }
  }

  /** A state under change; lives for one event. */
  private static final class Draft {
    private long lastId;
    private Tree<Long, Waiting> byId;
    private Tree<TimeKey, Long> byTime;
    private Tree<Bytes, Long> byMid;
    private FinishedMids finished;
    private Tree<Long, Undeliverable> undeliverable;
    private Tree<ReportKey, Report> composed;
    private long noticedUpToId;
    private Backoff backoff;
    private boolean paused;
    private PeerKnowledge peer;
    private long bytes;
    private Tree<Long, Long> garbage;

    Draft(QueueState before) {
      this.lastId = before.lastId();
      this.byId = before.byId();
      this.byTime = before.byTime();
      this.byMid = before.byMid();
      this.finished = before.finished();
      this.undeliverable = before.undeliverable();
      this.composed = before.composed();
      this.noticedUpToId = before.noticedUpToId();
      this.backoff = before.backoff();
      this.paused = before.paused();
      this.peer = before.peer();
      this.bytes = before.bytes();
      this.garbage = before.garbage();
    }

    /** A number or a message that was there before is passed over: the first one stays true. */
    void queued(QueuedMail mail) {
      if (mail.id() <= lastId || byMid.contains(mail.mid().value())) {
        return;
      }
      lastId = mail.id();
      byMid = byMid.put(mail.mid().value(), mail.id());
      bytes += mail.size();
      put(Waiting.of(mail, backoff.failedDials()));
    }

    private void put(Waiting waiting) {
      byId = byId.put(waiting.mail().id(), waiting);
      if (!waiting.held()) {
        byTime = byTime.put(TimeKey.due(waiting), waiting.mail().id());
      }
    }

    void change(long id, UnaryOperator<Waiting> change) {
      byId.get(id)
          .ifPresent(
              waiting -> {
                byTime = byTime.remove(TimeKey.due(waiting));
                put(change.apply(waiting));
              });
    }

    void deferred(QueueEvent.Deferral deferral) {
      change(deferral.id(), waiting -> waiting.deferred(deferral.reason(), deferral.retryMs()));
    }

    /** The message is nobody's concern here any more. */
    void left(long id, long atMs) {
      byId.get(id)
          .ifPresent(
              waiting -> {
                remove(waiting);
                finish(waiting.mail(), atMs);
              });
    }

    private void remove(Waiting waiting) {
      byId = byId.remove(waiting.mail().id());
      byTime = byTime.remove(TimeKey.due(waiting));
      bytes -= waiting.mail().size();
      garbage = garbage.put(waiting.mail().contentId(), waiting.mail().contentId());
    }

    private void finish(QueuedMail mail, long atMs) {
      byMid = byMid.remove(mail.mid().value());
      finished = finished.plus(new Finished(mail.mid(), mail.id(), atMs));
    }

    /** Nobody but a proven originator is told (no backscatter). */
    void failed(QueueEvent.Failure failure, long atMs) {
      byId.get(failure.id())
          .ifPresent(
              waiting -> {
                QueuedMail mail = waiting.mail();
                remove(waiting);
                if (mail.proven()) {
                  Undeliverable one = new Undeliverable(mail, failure.reason(), atMs);
                  undeliverable = undeliverable.put(mail.id(), one);
                } else {
                  finish(mail, atMs);
                }
              });
    }

    void composed(ReportComposed e) {
      ReportKey key = ReportKey.of(e.report());
      composed = composed.put(key, e.report());
      told(key, e.atMs());
    }

    void settled(ReportSettled e) {
      ReportKey key = new ReportKey(e.mailId(), e.kind());
      composed = composed.remove(key);
      told(key, e.atMs());
    }

    private void told(ReportKey key, long atMs) {
      if (key.kind() == ReportKind.FAILURE) {
        undeliverable
            .get(key.mailId())
            .ifPresent(
                one -> {
                  undeliverable = undeliverable.remove(key.mailId());
                  finish(one.mail(), atMs);
                });
      }
    }

    void woken(Woken e) {
      backoff = backoff.woken();
      if (e.ids().isEmpty()) {
        for (Waiting waiting : byId.values()) {
          wake(waiting, e.atMs());
        }
      } else {
        e.ids().forEach(id -> byId.get(id).ifPresent(waiting -> wake(waiting, e.atMs())));
      }
    }

    private void wake(Waiting waiting, long atMs) {
      if (waiting.notBeforeMs() > atMs) {
        change(waiting.mail().id(), one -> one.dueAt(atMs));
      }
    }

    QueueState state() {
      return new QueueState(
          lastId,
          byId,
          byTime,
          byMid,
          finished,
          undeliverable,
          composed,
          noticedUpToId,
          backoff,
          paused,
          peer,
          bytes,
          garbage);
    }
  }
}
