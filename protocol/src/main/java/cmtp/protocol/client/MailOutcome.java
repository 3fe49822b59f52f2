package cmtp.protocol.client;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;

/** What became of a message that was handed to a server (SPEC 5.3). */
public sealed interface MailOutcome {

  /**
   * The server answers for it from now on.
   *
   * @param signature the server's, over {@code SUCCESS <mid>}: the receipt
   */
  record Receipt(MessageId mid, Bytes signature) implements MailOutcome {}

  /** The server took it, but is a base peer: there is no proof of which message. */
  enum Unproven implements MailOutcome {
    INSTANCE
  }

  /**
   * @param permanent whether sending the same again can't succeed
   * @param reason for people
   */
  record Refused(boolean permanent, String reason) implements MailOutcome {}
}
