package cmtp.node.delivery;

import cmtp.node.peer.Upload;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.message.MessageLog;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A queued message as it leaves: header and log as they came, but for the log's length and our own
 * hop entry (SPEC 4.7). What follows the log is sent as it is stored.
 *
 * @param header with the log length that is sent
 * @param log that is sent
 * @param rest what follows the log, as far as it was read already
 */
record Parcel(QueuedMail mail, Bytes header, Bytes log, Bytes rest) {
  /** A message up to this size is read at once, and so is at least what precedes its body. */
  static final int READ_BYTES_MAX = 64 * 1024;

  private static final int LOG_LENGTH_AT = 8;
  private static final int LONGEST_HEADER_BYTES = 2 * 1024;
  private static final Bytes NUL = Bytes.of((byte) 0);

  /** How much of a message is read before anything is sent. */
  static int firstReadBytes(QueuedMail mail) {
    Sections sections = mail.sections();
    return mail.size() <= READ_BYTES_MAX ? (int) mail.size() : (int) sections.bodyOffset();
  }

  /** Whether what is stored can be a message at all: its bounds are those of SPEC 1.3. */
  static boolean isReadable(QueuedMail mail) {
    Sections sections = mail.sections();
    return sections.headerBytes() >= LOG_LENGTH_AT + Long.BYTES
        && sections.headerBytes() <= LONGEST_HEADER_BYTES
        && sections.bodyOffset() < 1024 * 1024;
  }

  /**
   * @param read the message's first {@link #firstReadBytes}
   * @return empty if no entry can be appended to its log
   */
  static Optional<Parcel> of(QueuedMail mail, Bytes read) {
    int bodyAt = (int) mail.sections().bodyOffset();
    int logAt = mail.sections().logOffset();
    MessageLog old = new MessageLog(read.slice(logAt, bodyAt));
    Bytes log = Bytes.concat(old.bytes(), Bytes.utf8(mail.hop()), NUL);
    boolean isTerminated = old.bytes().isEmpty() || old.bytes().at(old.bytes().length() - 1) == 0;
    if (!isTerminated
        || log.length() > Limits.DEFAULT.logBytesMax()
        || old.entries().size() >= Limits.LOG_ENTRIES_MAX) {
      return Optional.empty();
    }
    Bytes header = withLogLength(read.slice(0, logAt), log.length());
    return Optional.of(new Parcel(mail, header, log, read.slice(bodyAt, read.length())));
  }

  /** Without any log, as those want it that can't read one. */
  Parcel withoutLog() {
    return new Parcel(mail, withLogLength(header, 0), Bytes.EMPTY, rest);
  }

  private static Bytes withLogLength(Bytes header, long length) {
    byte[] changed = header.toArray();
    ByteBuffer.wrap(changed).putLong(LOG_LENGTH_AT, length);
    return Bytes.wrap(changed);
  }

  Bytes headerAndLog() {
    return Bytes.concat(header, log);
  }

  /** Whether a peer can tell from header and log which message it is (SPEC 7.15). */
  boolean canBeOffered() {
    return header.length() + log.length() <= Limits.PARAMETER_BYTES_MAX
        && new MessageLog(log).digests().isPresent();
  }

  /** Whether all of it is in memory. */
  boolean isWhole() {
    return rest.length() == mail.size() - mail.sections().bodyOffset();
  }

  /** The rest of the rest, to be read while it is sent. */
  Upload remainder(MailSource source) {
    long from = mail.sections().bodyOffset() + rest.length();
    return new Upload(
        mail.size() - from,
        (offset, length) -> source.read(mail.contentId(), from + offset, length));
  }

  int attachments() {
    return mail.sections().attachmentBytes().size();
  }
}
