package cmtp.persistence.mailbox;

/** Why a wish is refused. */
public enum Refusal {
  /** The account is absent, invited or removed. */
  NO_ACCOUNT,
  /** The account is disabled. */
  DISABLED,
  /** The account is open already. */
  ALREADY_OPEN,
  /** No invitation, another code, or one that has expired. */
  NOT_INVITED,
  /**
   * The mailbox holds the message or held it in the last 30 days: success, and nothing is stored.
   */
  DUPLICATE,
  /** The message does not fit what is left of the quota. */
  OVER_QUOTA,
  /** The mailbox is full: entries, uids, boxes, flags of a message, or records of a chain. */
  FULL,
  /** No such box, or none of the messages is in it. */
  NOT_FOUND,
  /** A message changed since the modseq the client named. */
  CHANGED_SINCE,
  /** Source and target are the same box. */
  SAME_BOX
}
