package cmtp.node.peer;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SecureChannel;

/**
 * A connection to a peer, one question at a time: asking is allowed when the owner was told {@link
 * PeerEvent.Connected} or {@link PeerEvent.Answered}, once. Every wait is bounded; all methods
 * return at once, and do nothing when the connection is over.
 */
public interface PeerWire {

  /** Sends a question and waits for its answer. */
  void ask(Bytes question, AnswerForm form);

  /**
   * The same, for a question that does not fit memory: its middle is read while it is sent, and no
   * further than the peer wants it.
   */
  void upload(Bytes head, Upload middle, Bytes tail, AnswerForm form);

  /** After the answer to SECURE: everything from here on is encrypted (SPEC 7.4). */
  void encrypt(SecureChannel channel);

  /** Says this and ends the connection in order; the owner hears no more of it. */
  void close(Bytes farewell);
}
