package cmtp.node.delivery;

/** What became of one message that was handed to a connection. */
public sealed interface Outcome {
  /** The message's id in its domain's queue. */
  long id();

  /**
   * The domain's node took it.
   *
   * @param proven whether it gave a receipt, verified and kept (SPEC 5.3)
   */
  record Delivered(long id, boolean proven) implements Outcome {}

  /** The domain's node put it off. */
  record Deferred(long id, String reason) implements Outcome {}

  /** The domain's node refused it for good. */
  record Failed(long id, String reason) implements Outcome {}

  /** The connection broke while it was under way: nobody knows what became of it. */
  record Interrupted(long id, String reason) implements Outcome {}
}
