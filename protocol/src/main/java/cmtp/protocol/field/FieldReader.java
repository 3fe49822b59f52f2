package cmtp.protocol.field;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads the primitives of SPEC 1.1 from a complete byte string. The first field that does not fit
 * makes the reader failed for good: fields read from then on are zero or empty, and {@link
 * #isComplete} is false. So a codec reads all its fields and asks once.
 */
public final class FieldReader {
  private final byte[] content;
  private int at;
  private boolean failed;

  public FieldReader(Bytes content) {
    this.content = content.unsafeArray();
  }

  /** Whether every field so far was there and well-formed. */
  public boolean isOk() {
    return !failed;
  }

  /** Whether every field was there and well-formed, and nothing is left over. */
  public boolean isComplete() {
    return !failed && at == content.length;
  }

  public int remaining() {
    return failed ? 0 : content.length - at;
  }

  /** An unsigned 32-bit number. */
  public long u32() {
    return has(4) ? ByteBuffer.wrap(content, advance(4), 4).getInt() & 0xFFFFFFFFL : 0;
  }

  /** A {@code u32} that counts something: fails above {@code max}. */
  public int count(int max) {
    long n = u32();
    return n <= max ? (int) n : (int) fail();
  }

  /** An unsigned 64-bit number of at most 2^63-1; a larger one is malformed. */
  public long u64() {
    long value = has(8) ? ByteBuffer.wrap(content, advance(8), 8).getLong() : 0;
    return value >= 0 ? value : fail();
  }

  /** A {@code str} of at most 255 bytes. */
  public String str() {
    return str(Limits.NAME_BYTES_MAX);
  }

  /** UTF-8 text of at most {@code bytesMax} bytes and its NUL. */
  public String str(int bytesMax) {
    int end = at;
    while (!failed && end < content.length && content[end] != 0) {
      end++;
    }
    if (failed || end == content.length || end - at > bytesMax) {
      fail();
      return "";
    }
    String text = strictUtf8(content, at, end - at);
    at = end + 1;
    if (text == null) {
      fail();
      return "";
    }
    return text;
  }

  /** A {@code str} holding a decimal number of at most 18 digits without superfluous zeros. */
  public long decimal() {
    String digits = str(18);
    boolean ok = !failed && digits.matches("0|[1-9][0-9]*");
    return ok ? Long.parseLong(digits) : fail();
  }

  public Bytes bytes(int length) {
    return has(length) ? Bytes.of(content, advance(length), length) : Bytes.EMPTY;
  }

  /** {@code u32 length, bytes}, the length at most {@code max}. */
  public Bytes sized(int max) {
    return bytes(count(max));
  }

  /** Everything that is left. */
  public Bytes rest() {
    return bytes(remaining());
  }

  /** Makes the reader failed: for codecs that find a field's value wrong. Returns 0. */
  public long fail() {
    failed = true;
    return 0;
  }

  /** Decodes strictly; null if the bytes are not UTF-8. */
  public static String strictUtf8(byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private boolean has(int length) {
    if (failed || content.length - at < length) {
      failed = true;
      return false;
    }
    return true;
  }

  private int advance(int length) {
    int from = at;
    at += length;
    return from;
  }
}
