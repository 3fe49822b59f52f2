package cmtp.node.peer;

import cmtp.protocol.command.Reply;

/** What a peer answered, in a form that the question allows. */
public sealed interface PeerReply {

  /** A reply with its signature, not yet verified. */
  record Signed(Reply reply) implements PeerReply {}

  /** What a C program of 2017 says of a key that it has not got (SPEC 8.9). */
  enum Garbled implements PeerReply {
    INSTANCE
  }

  /** Its answer to NOOP. */
  enum Awake implements PeerReply {
    INSTANCE
  }
}
