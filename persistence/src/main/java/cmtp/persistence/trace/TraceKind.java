package cmtp.persistence.trace;

/** What happened to a message. The numbers stored for them are fixed: add at the end only. */
public enum TraceKind {
  /** Into one of this node's mailboxes. */
  STORED,
  /** Accepted for another domain. */
  QUEUED,
  /** Taken by the other domain's node, with a receipt. */
  DELIVERED,
  /** Taken by the other domain's node, which gave no receipt. */
  SENT_UNPROVEN,
  /** Put off. */
  DEFERRED,
  /** Given up. */
  FAILED,
  /** The originator was told of a delay. */
  DELAY_REPORTED,
  /** The originator was told of the failure. */
  FAILURE_REPORTED,
  /** Taken out of the queue by the operator or the originator. */
  DROPPED
}
