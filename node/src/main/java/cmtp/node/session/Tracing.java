package cmtp.node.session;

import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;

/** Is told what became of messages, for people who look for one; nobody waits for it. */
@FunctionalInterface
public interface Tracing {

  /** The message is in this mailbox, on stable storage. */
  void stored(MessageId mid, Address mailbox, long nowMillis);
}
