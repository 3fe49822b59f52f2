package cmtp.persistence.queue;

/**
 * One message in the queue and what was tried for it.
 *
 * @param failedDialsBefore how many dials to the domain had failed when it was queued
 * @param deferrals how often the domain's node itself put it off
 * @param notBeforeMs when it may be tried again, unless the whole domain has to wait longer
 * @param reason the last one given for it alone; empty if there is none
 * @param held whether the operator holds it back
 */
public record Waiting(
    QueuedMail mail,
    long failedDialsBefore,
    int deferrals,
    long notBeforeMs,
    String reason,
    boolean held) {

  static Waiting of(QueuedMail mail, long failedDials) {
    return new Waiting(mail, failedDials, 0, mail.acceptedMs(), "", false);
  }

  Waiting deferred(String why, long retryMs) {
    return new Waiting(mail, failedDialsBefore, deferrals + 1, retryMs, why, held);
  }

  Waiting dueAt(long ms) {
    return new Waiting(mail, failedDialsBefore, deferrals, ms, reason, held);
  }

  Waiting held(boolean hold) {
    return new Waiting(mail, failedDialsBefore, deferrals, notBeforeMs, reason, hold);
  }
}
