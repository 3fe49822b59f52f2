package cmtp.persistence.mailbox;

/** What an account is at this moment. */
public enum AccountStatus {
  /** Never heard of. */
  ABSENT,
  /** May be opened with an invitation code; takes no mail. */
  INVITED,
  /** Takes mail and logs in. */
  ACTIVE,
  /** Keeps its mail and key; neither takes mail nor logs in. */
  DISABLED,
  /** Emptied; may be invited or opened again. */
  REMOVED
}
