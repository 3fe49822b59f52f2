package cmtp.node.session;

import cmtp.protocol.command.Status;

/** Is told what sessions do, to be counted; called from many threads, and never slow. */
public interface SessionMeter {
  /**
   * @param word a command, as the peer said it: it may be anything
   */
  void command(String word);

  /**
   * A message is on stable storage and its sender is told so.
   *
   * @param local whether it is for a mailbox of this node, and not for another domain
   * @param millis since its header was read
   */
  void accepted(boolean local, long bytes, long millis);

  void refused(Status reason, boolean permanent);
}
