package cmtp.persistence.queue;

import cmtp.protocol.Bytes;
import cmtp.protocol.Utf8;
import java.util.List;

/**
 * What happened to the queue of one foreign domain; stored (FORMATS.md). An event holds everything
 * that {@link QueueState#apply} needs. Times are Unix milliseconds. Events that touch messages name
 * them by their id and come in lists: what happens together is stored together.
 */
public sealed interface QueueEvent {
  /** Reasons and outcomes that are longer are cut: other servers may have worded them. */
  int REASON_BYTES_MAX = 512;

  /** When it happened, Unix milliseconds. */
  long atMs();

  /** Messages were accepted: the node answers for them from here on. */
  record MailQueued(List<QueuedMail> mails, long atMs) implements QueueEvent {
    public MailQueued {
      mails = List.copyOf(mails);
    }
  }

  /**
   * A connection is about to be tried; stored before it is, with the back-off that holds if nothing
   * more is heard of it.
   *
   * @param retryMs no further dial before this, unless this one succeeds
   */
  record DialStarted(long retryMs, long atMs) implements QueueEvent {}

  /** The dial reached nobody who could be given mail. */
  record DialFailed(String reason, long atMs) implements QueueEvent {
    public DialFailed {
      reason = Utf8.cut(reason, REASON_BYTES_MAX);
    }
  }

  /**
   * The domain's node took these messages.
   *
   * @param unproven those of them for which it gave no receipt (SPEC 5.3)
   */
  record Delivered(List<Long> ids, List<Long> unproven, long atMs) implements QueueEvent {
    public Delivered {
      ids = List.copyOf(ids);
      unproven = List.copyOf(unproven);
    }
  }

  /** One message is put off until {@code retryMs}. */
  record Deferral(long id, String reason, long retryMs) {
    public Deferral {
      reason = Utf8.cut(reason, REASON_BYTES_MAX);
    }
  }

  /**
   * Messages were put off, each by itself.
   *
   * @param reached whether the domain's node itself said so
   */
  record Deferred(List<Deferral> deferrals, boolean reached, long atMs) implements QueueEvent {
    public Deferred {
      deferrals = List.copyOf(deferrals);
    }
  }

  /** One message will not be delivered. */
  record Failure(long id, String reason) {
    public Failure {
      reason = Utf8.cut(reason, REASON_BYTES_MAX);
    }
  }

  /**
   * Messages failed for good: refused, or too old.
   *
   * @param reached whether the domain's node itself said so
   */
  record Failed(List<Failure> failures, boolean reached, long atMs) implements QueueEvent {
    public Failed {
      failures = List.copyOf(failures);
    }
  }

  /** A report was composed; it is delivered only after this is stored. */
  record ReportComposed(Report report, long atMs) implements QueueEvent {}

  /**
   * Nothing more is to be done for a report: it is in the originator's mailbox, or can't be.
   *
   * @param outcome for people
   */
  record ReportSettled(long mailId, ReportKind kind, String outcome, long atMs)
      implements QueueEvent {
    public ReportSettled {
      outcome = Utf8.cut(outcome, REASON_BYTES_MAX);
    }
  }

  /** Every message up to this id has had its delay notice composed, or needs none. */
  record NoticesTaken(long upToId, long atMs) implements QueueEvent {}

  /** The operator holds messages back, or lets them go. */
  record HoldChanged(List<Long> ids, boolean held, long atMs) implements QueueEvent {
    public HoldChanged {
      ids = List.copyOf(ids);
    }
  }

  /** Messages were taken out of the queue, and nobody is told: cancelled or dropped. */
  record Dropped(List<Long> ids, long atMs) implements QueueEvent {
    public Dropped {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Waiting ended early: the domain may be dialled at once, for these messages.
   *
   * @param ids empty: all of them
   */
  record Woken(List<Long> ids, long atMs) implements QueueEvent {
    public Woken {
      ids = List.copyOf(ids);
    }
  }

  /** The operator stops or resumes all delivery to the domain. */
  record PauseChanged(boolean paused, long atMs) implements QueueEvent {}

  /** A handshake showed who the domain's node is, or the operator decided it. */
  record PeerPinned(Bytes key, PinOrigin origin, boolean x1, long atMs) implements QueueEvent {}

  /** The domain's node showed another key than the pinned one, and no statement by that. */
  record PeerKeyOffered(Bytes key, long atMs) implements QueueEvent {}

  /** The content store no longer holds these contents, which were garbage. */
  record ContentDropped(List<Long> contentIds, long atMs) implements QueueEvent {
    public ContentDropped {
      contentIds = List.copyOf(contentIds);
    }
  }
}
