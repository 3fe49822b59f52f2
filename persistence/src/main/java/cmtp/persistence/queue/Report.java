package cmtp.persistence.queue;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;

/**
 * A composed message from the server to a local originator, not yet known to be in its mailbox.
 * Composed once and stored before it is delivered, so that a crash can't make a second one: the
 * mailbox knows its mid.
 *
 * @param mailId the queued message that it is about
 * @param recipient the originator's address
 * @param message the whole message as on the wire (SPEC 4.6), at most 64 KiB
 */
public record Report(long mailId, ReportKind kind, String recipient, MessageId mid, Bytes message) {
  public static final int BYTES_MAX = 64 * 1024;

  public Report {
    if (message.length() > BYTES_MAX) {
      throw new IllegalArgumentException("a report of " + message.length() + " bytes");
    }
  }
}
