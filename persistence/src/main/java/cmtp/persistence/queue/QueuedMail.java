package cmtp.persistence.queue;

import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.MessageId;

/**
 * A message that this node has accepted for a foreign domain. Its bytes are in the content store as
 * they came; what is sent has the log entries of {@code hop} appended.
 *
 * @param id counts up within the domain, from 1, never reused
 * @param source the originator's address as the header gives it, at most 511 bytes
 * @param destination the recipient's address as the header gives it, at most 511 bytes
 * @param proven whether it was submitted in a session of its source's own account: only then its
 *     source may be sent reports
 * @param hop this node's own {@code X1 hop} entry, without its NUL (SPEC 6.4)
 * @param acceptedMs when this node became answerable for it, Unix milliseconds
 */
public record QueuedMail(
    long id,
    MessageId mid,
    long contentId,
    Sections sections,
    String source,
    String destination,
    boolean proven,
    String hop,
    long acceptedMs) {

  /** Bytes of the message as it came. */
  public long size() {
    return sections.size();
  }
}
