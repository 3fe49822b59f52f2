package cmtp.protocol.wire;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.field.FieldReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A client's reading side (SPEC 3 and 7.3): the greeting line, then one reply after the other.
 * Which form a reply that starts with a version has, only the question tells, so the caller says
 * what it asked before it takes the answer. Broken input is a value. Not thread-safe.
 */
public final class ReplyDecoder {
  /** What was asked. */
  public enum Expected {
    /** OHAI, NOOP, HELP, MAIL: a general or a message reply. */
    TEXT,
    /** KEYREQUEST. */
    KEY,
    /** LOGIN. */
    XZIBIT,
    /** Any X1 command. */
    X1
  }

  /** What came. */
  public sealed interface Result {
    enum NeedMore implements Result {
      INSTANCE
    }

    record Greeting(String line) implements Result {}

    record Answer(Reply reply) implements Result {}

    /**
     * @param reason for people
     */
    record Malformed(String reason) implements Result {}
  }

  private static final int SIGNATURE_BYTES = 64;
  private static final int KEY_BYTES = 32;
  private static final int STATUS_BYTES_MAX = 32;

  private byte[] buffer = new byte[0];
  private int start;
  private int end;
  private boolean broken;

  public void feed(ByteBuffer bytes) {
    int held = end - start;
    int more = bytes.remaining();
    if (buffer.length - end < more) {
      byte[] target = buffer.length - held < more ? new byte[2 * (held + more)] : buffer;
      System.arraycopy(buffer, start, target, 0, held);
      buffer = target;
      start = 0;
      end = held;
    }
    bytes.get(buffer, end, more);
    end += more;
  }

  /** The line before the first LF (SPEC 2.2), without its CR. */
  public Result greeting() {
    for (int i = start; i < Math.min(end, start + Limits.GREETING_BYTES_MAX); i++) {
      if (buffer[i] == '\n') {
        int length = i > start && buffer[i - 1] == '\r' ? i - 1 - start : i - start;
        String line = new String(buffer, start, length, StandardCharsets.UTF_8);
        start = i + 1;
        return new Result.Greeting(line);
      }
    }
    return end - start >= Limits.GREETING_BYTES_MAX
        ? malformed("no greeting line")
        : Result.NeedMore.INSTANCE;
  }

  /** The next reply, if it is there as a whole. */
  public Result next(Expected expected) {
    if (broken) {
      return malformed("broken before");
    }
    if (start == end) {
      return Result.NeedMore.INSTANCE;
    }
    if (expected == Expected.X1) {
      return x1();
    }
    if (buffer[start] != 0) {
      return general();
    }
    if (end - start < 4) {
      return Result.NeedMore.INSTANCE;
    }
    long version = ByteBuffer.wrap(buffer, start, 4).getInt() & 0xFFFFFFFFL;
    if (version == Reply.TEXT_VERSION) {
      return text();
    }
    if (version == Reply.KEY_VERSION && expected == Expected.KEY) {
      return key();
    }
    if (version == Reply.XZIBIT_VERSION && expected == Expected.XZIBIT) {
      return xzibit();
    }
    return malformed("a reply of version " + version + " to this command");
  }

  /** Bytes that came after the last reply taken. */
  public int heldBytes() {
    return end - start;
  }

  /** Takes those bytes out: behind the SECURE reply they are another language. */
  public Bytes takeHeld() {
    Bytes held = Bytes.of(buffer, start, end - start);
    start = end;
    return held;
  }

  private Result general() {
    int nul = nul(start, Limits.REPLY_TEXT_BYTES_MAX);
    if (nul < 0) {
      return tooLong(start, Limits.REPLY_TEXT_BYTES_MAX);
    }
    return textAndSignature(start, nul, false);
  }

  private Result text() {
    int nul = nul(start + 4, Limits.REPLY_TEXT_BYTES_MAX);
    if (nul < 0) {
      return tooLong(start + 4, Limits.REPLY_TEXT_BYTES_MAX);
    }
    return textAndSignature(start + 4, nul, true);
  }

  private Result textAndSignature(int from, int nul, boolean versioned) {
    int after = nul + 1 + SIGNATURE_BYTES;
    if (end <= after) {
      return Result.NeedMore.INSTANCE;
    }
    String text = FieldReader.strictUtf8(buffer, from, nul - from);
    if (text == null || buffer[after] != 0) {
      return malformed(text == null ? "a reply that is not UTF-8" : "a reply without its end");
    }
    Bytes signature = Bytes.of(buffer, nul + 1, SIGNATURE_BYTES);
    start = after + 1;
    return new Result.Answer(
        versioned ? new Reply.Text(text, signature) : new Reply.General(text, signature));
  }

  private Result key() {
    int length = 4 + KEY_BYTES + 1 + SIGNATURE_BYTES + 1;
    if (end - start < length) {
      return Result.NeedMore.INSTANCE;
    }
    if (buffer[start + 4 + KEY_BYTES] != 0 || buffer[start + length - 1] != 0) {
      return malformed("a key reply without its ends");
    }
    Bytes key = Bytes.of(buffer, start + 4, KEY_BYTES);
    Bytes signature = Bytes.of(buffer, start + 4 + KEY_BYTES + 1, SIGNATURE_BYTES);
    start += length;
    return new Result.Answer(new Reply.Key(key, signature));
  }

  private Result xzibit() {
    if (end - start < 8) {
      return Result.NeedMore.INSTANCE;
    }
    if (ByteBuffer.wrap(buffer, start + 4, 4).getInt() != Limits.XZIBIT_BYTES) {
      return malformed("an xzibit of the wrong length");
    }
    int length = 8 + Limits.XZIBIT_BYTES + SIGNATURE_BYTES;
    if (end - start < length) {
      return Result.NeedMore.INSTANCE;
    }
    Bytes xzibit = Bytes.of(buffer, start + 8, Limits.XZIBIT_BYTES);
    Bytes signature = Bytes.of(buffer, start + 8 + Limits.XZIBIT_BYTES, SIGNATURE_BYTES);
    start += length;
    return new Result.Answer(new Reply.Xzibit(xzibit, signature));
  }

  private Result x1() {
    if (end - start < 4) {
      return Result.NeedMore.INSTANCE;
    }
    if (ByteBuffer.wrap(buffer, start, 4).getInt() != Reply.X1_VERSION) {
      return malformed("not an X1 reply");
    }
    int nul = nul(start + 4, STATUS_BYTES_MAX);
    if (nul < 0) {
      return tooLong(start + 4, STATUS_BYTES_MAX);
    }
    Optional<Status> status = status(start + 4, nul);
    if (status.isEmpty()) {
      return malformed("an unknown status");
    }
    if (end - nul - 1 < Long.BYTES) {
      return Result.NeedMore.INSTANCE;
    }
    long length = ByteBuffer.wrap(buffer, nul + 1, Long.BYTES).getLong();
    if (length < 0 || length > Limits.REPLY_PAYLOAD_BYTES_MAX) {
      return malformed("a payload of " + Long.toUnsignedString(length) + " bytes");
    }
    int payloadAt = nul + 1 + Long.BYTES;
    if (end - payloadAt < length + SIGNATURE_BYTES) {
      return Result.NeedMore.INSTANCE;
    }
    Bytes payload = Bytes.of(buffer, payloadAt, (int) length);
    Bytes signature = Bytes.of(buffer, payloadAt + (int) length, SIGNATURE_BYTES);
    start = payloadAt + (int) length + SIGNATURE_BYTES;
    return new Result.Answer(new Reply.X1(status.get(), payload, signature));
  }

  private Optional<Status> status(int from, int nul) {
    String text = new String(buffer, from, nul - from, StandardCharsets.ISO_8859_1);
    for (Status status : Status.values()) {
      if (status.name().equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  private int nul(int from, int bytesMax) {
    for (int i = from; i < Math.min(end, from + bytesMax + 1); i++) {
      if (buffer[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  private Result tooLong(int from, int bytesMax) {
    return end - from > bytesMax ? malformed("text too long") : Result.NeedMore.INSTANCE;
  }

  private Result malformed(String reason) {
    broken = true;
    return new Result.Malformed(reason);
  }
}
