package cmtp.persistence.archive;

import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of one message as they come from the store, against what its entry says: the sizes, and
 * the mid, which is made of header, log and the hashes of all parts (SPEC 5.1), so that no bit of
 * the sealed parts can be wrong either. Holds the header and the log, no more.
 */
final class ContentCheck {
  private final Sections sections;
  private final MessageId mid;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final List<Bytes> digests = new ArrayList<>();
  private final ByteArrayOutputStream lengthField = new ByteArrayOutputStream();
  private Hash.Digest part = new Hash.Digest();
  private long partLeft;
  private int partNo = -1;
  private long size;
  private boolean wrongLength;

  ContentCheck(Sections sections, MessageId mid) {
    this.sections = sections;
    this.mid = mid;
  }

  void bytes(Bytes chunk) {
    size += chunk.length();
    byte[] bytes = chunk.unsafeArray();
    int at = 0;
    while (at < bytes.length) {
      at += take(bytes, at);
    }
  }

  /** Takes some bytes, and says how many; those behind the end only count. */
  private int take(byte[] bytes, int at) {
    int here = bytes.length - at;
    int headLeft = sections.headerBytes() + sections.logBytes() - head.size();
    if (headLeft > 0) {
      int taken = Math.min(here, headLeft);
      head.write(bytes, at, taken);
      return taken;
    }
    if (partNo < 0) {
      begin(sections.bodyBytes());
    }
    if (partLeft == 0) {
      return takeLength(bytes, at);
    }
    int taken = (int) Math.min(here, partLeft);
    part.update(bytes, at, taken);
    partLeft -= taken;
    if (partLeft == 0) {
      digests.add(part.finish());
    }
    return taken;
  }

  /** Between parts stands the next one's length. */
  private int takeLength(byte[] bytes, int at) {
    if (partNo >= sections.attachmentBytes().size()) {
      return bytes.length - at;
    }
    int taken = Math.min(bytes.length - at, Long.BYTES - lengthField.size());
    lengthField.write(bytes, at, taken);
    if (lengthField.size() == Long.BYTES) {
      long length = sections.attachmentBytes().get(partNo);
      wrongLength |= ByteBuffer.wrap(lengthField.toByteArray()).getLong() != length;
      lengthField.reset();
      begin(length);
    }
    return taken;
  }

  private void begin(long length) {
    partNo++;
    part = new Hash.Digest();
    partLeft = length;
    if (length == 0) {
      digests.add(part.finish());
    }
  }

  /** What is wrong; empty if these are the bytes of the message. */
  Optional<String> end() {
    if (size != sections.size()) {
      return Optional.of("has " + size + " bytes instead of " + sections.size());
    }
    if (partNo < 0) {
      begin(sections.bodyBytes()); // a message that ends with its log
    }
    if (wrongLength || digests.size() != 1 + sections.attachmentBytes().size()) {
      return Optional.of("is not divided as its entry says");
    }
    return computed().equals(Optional.of(mid))
        ? Optional.empty()
        : Optional.of("is not the message " + mid.prefix() + ": its bytes have changed");
  }

  private Optional<MessageId> computed() {
    Bytes all = Bytes.wrap(head.toByteArray());
    try {
      FieldReader fields = new FieldReader(all.slice(0, sections.headerBytes()));
      MessageHeader header = MessageHeader.read(fields);
      if (!fields.isComplete()) {
        return Optional.empty();
      }
      MessageLog log = new MessageLog(all.slice(sections.headerBytes(), all.length()));
      return Optional.of(
          Message.mid(
              header,
              log,
              new LogEntry.Digests(digests.get(0), digests.subList(1, digests.size()))));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
