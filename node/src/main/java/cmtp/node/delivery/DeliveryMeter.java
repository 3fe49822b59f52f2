package cmtp.node.delivery;

import cmtp.protocol.address.DomainName;

/** Is told what queues do, to be counted; called from many threads, and never slow. */
public interface DeliveryMeter {
  /**
   * What waits for one domain.
   *
   * @param oldestMs when the oldest message was accepted; 0 if there is none
   */
  record Load(int messages, long bytes, long oldestMs, boolean keyDisputed) {
    static final Load NONE = new Load(0, 0, 0, false);
  }

  /** A queue on this process has changed. */
  void load(DomainName domain, Load load);

  /**
   * The domain's node took a message.
   *
   * @param millis since it was accepted here
   */
  void relayed(long millis);

  void deferred();

  /** A message failed for good. */
  void failed();

  /** Its originator was written a report of that. */
  void bounced();

  /**
   * A connection that was dialled is over.
   *
   * @param served whether the domain's node gave a clear answer about a message on it
   */
  void attempted(boolean served, long millis);

  void keyDisputed();

  /**
   * @param millis from the decision until the journal had it
   */
  void persisted(long millis);

  /** The journal failed; whether it has the events is not known. */
  void persistFailed();
}
