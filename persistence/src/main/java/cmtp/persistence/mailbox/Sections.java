package cmtp.persistence.mailbox;

import cmtp.protocol.Limits;
import java.util.List;

/**
 * Where the parts of a stored message lie, in bytes: header, log, body, then for each attachment
 * its length as 8 bytes and its content. The sum is the size of the whole message.
 */
public record Sections(int headerBytes, int logBytes, long bodyBytes, List<Long> attachmentBytes) {
  private static final int LENGTH_BYTES = 8;

  /**
   * @throws IllegalArgumentException if a length is negative, there are more than 256 attachments,
   *     or the sum does not fit 63 bits
   */
  public Sections {
    attachmentBytes = List.copyOf(attachmentBytes);
    if (headerBytes < 0 || logBytes < 0 || bodyBytes < 0) {
      throw new IllegalArgumentException("a length is negative");
    }
    if (attachmentBytes.size() > Limits.ATTACHMENTS_MAX) {
      throw new IllegalArgumentException("too many attachments: " + attachmentBytes.size());
    }
    try {
      long sum = Math.addExact((long) headerBytes + logBytes, bodyBytes);
      for (long length : attachmentBytes) {
        if (length < 0) {
          throw new IllegalArgumentException("a length is negative");
        }
        sum = Math.addExact(sum, Math.addExact(length, LENGTH_BYTES));
      }
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException("the lengths exceed 63 bits");
    }
  }

  /** Bytes of the whole message. */
  public long size() {
    return attachmentOffset(attachmentBytes.size()) - LENGTH_BYTES;
  }

  public int logOffset() {
    return headerBytes;
  }

  public long bodyOffset() {
    return (long) headerBytes + logBytes;
  }

  /** Where the content of attachment {@code n}, from 0, begins. */
  public long attachmentOffset(int n) {
    long at = bodyOffset() + bodyBytes + LENGTH_BYTES;
    for (int i = 0; i < n; i++) {
      at += attachmentBytes.get(i) + LENGTH_BYTES;
    }
    return at;
  }
}
