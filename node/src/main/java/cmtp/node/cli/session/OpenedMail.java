package cmtp.node.cli.session;

import cmtp.node.cli.mail.Proof;
import cmtp.node.cli.mail.Waypoint;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.NamedFile;
import java.util.List;
import java.util.Optional;

/**
 * A message of one's own mailbox, opened.
 *
 * @param mid computed from the content; empty if the content contradicts itself
 * @param text empty if the body could not be opened with one's key
 * @param trail the nodes that say they took it over; empty if the mid is
 */
public record OpenedMail(
    String box,
    long uid,
    MessageHeader header,
    Optional<MessageId> mid,
    Optional<MailText> text,
    List<MailFile> files,
    Proof proof,
    List<Waypoint> trail) {
  public OpenedMail {
    files = List.copyOf(files);
    trail = List.copyOf(trail);
  }

  /**
   * An attachment.
   *
   * @param sealedBytes its size as stored
   */
  public record MailFile(int index, long sealedBytes, State state, Optional<NamedFile> file) {
    public enum State {
      OPENED,
      /** Not sealed to our key, or not in the form of an attachment. */
      BROKEN,
      /** Too large to be fetched unasked. */
      NOT_FETCHED
    }
  }

  /** Empty if the message's source is no valid address. */
  public Optional<Address> source() {
    return header.source();
  }

  /** Whether it comes from a mail server itself, like a report: nobody reads answers to it. */
  public boolean isFromServer() {
    return header.sourceAccount().isEmpty();
  }
}
