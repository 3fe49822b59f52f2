package cmtp.node.mailbox;

/** Is told what mailboxes store, to be counted; called from many threads, and never slow. */
public interface MailboxMeter {
  /**
   * @param millis from the decision until the journal had it
   */
  void persisted(long millis);

  /** The journal failed; whether it has the event is not known. */
  void persistFailed();
}
