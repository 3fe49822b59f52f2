package cmtp.persistence.mailbox;

import cmtp.protocol.MessageId;

/**
 * One message in one box.
 *
 * @param uid 1 to 2^32-1, never reused in its box within one uidvalidity
 * @param contentId where its bytes are in the content store; several entries may share one
 * @param receivedMs when it came into the mailbox, Unix milliseconds
 * @param source the sender's address as the message's header gives it, at most 511 bytes
 * @param modseq the mailbox's modseq of its last change; no two rows of a mailbox that a single
 *     command touched share one, so a listing can be cut after any row
 */
public record Entry(
    long uid,
    MessageId mid,
    long contentId,
    Sections sections,
    Flags flags,
    long receivedMs,
    String source,
    long modseq) {

  /** The same message under another content. */
  public Entry withContent(long otherContentId) {
    return new Entry(uid, mid, otherContentId, sections, flags, receivedMs, source, modseq);
  }

  /** Bytes of the whole message. */
  public long size() {
    return sections.size();
  }

  public boolean isSeen() {
    return flags.has(Flags.SEEN);
  }

  Entry withFlags(Flags changed, long atModseq) {
    return new Entry(uid, mid, contentId, sections, changed, receivedMs, source, atModseq);
  }

  Entry as(long newUid, long atModseq) {
    return new Entry(newUid, mid, contentId, sections, flags, receivedMs, source, atModseq);
  }
}
