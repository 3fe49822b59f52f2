package cmtp.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An immutable byte string with value equality: what a record may hold in place of a {@code
 * byte[]}.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder UNBASE64 = Base64.getUrlDecoder();

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Copies {@code content}. */
  public static Bytes of(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** Copies {@code length} bytes from {@code offset}. */
  public static Bytes of(byte[] content, int offset, int length) {
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(content, offset, offset + length));
  }

  /** Takes {@code content} without a copy; the caller must never write to it again. */
  public static Bytes wrap(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalArgumentException if {@code text} is not an even number of hexadecimal digits
   */
  public static Bytes hex(String text) {
    return wrap(HexFormat.of().parseHex(text));
  }

  /**
   * Reads base64url without padding (SPEC 1); empty for anything else, so that input has one form.
   */
  public static Optional<Bytes> base64(String text) {
    try {
      Bytes bytes = wrap(UNBASE64.decode(text));
      return bytes.base64().equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  public static Bytes concat(Bytes... parts) {
    int length = 0;
    for (Bytes part : parts) {
      length = Math.addExact(length, part.length());
    }
    byte[] all = new byte[length];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.content, 0, all, at, part.length());
      at += part.length();
    }
    return wrap(all);
  }

  public int length() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte at(int index) {
    return content[index];
  }

  public Bytes slice(int from, int to) {
    return of(content, from, to - from);
  }

  /** A copy of the content. */
  public byte[] toArray() {
    return content.clone();
  }

  /** A read-only view of the content, without a copy. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /**
   * The content itself, without a copy, for native calls and I/O. The caller must not write to it.
   */
  public byte[] unsafeArray() {
    return content;
  }

  public void copyTo(byte[] target, int at) {
    System.arraycopy(content, 0, target, at, content.length);
  }

  public String hex() {
    return HexFormat.of().formatHex(content);
  }

  /** Base64url without padding. */
  public String base64() {
    return BASE64.encodeToString(content);
  }

  /** Decodes as UTF-8; malformed input becomes the replacement character. */
  public String utf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** At most the first 16 bytes: byte strings may be large, and may be in a log. */
  @Override
  public String toString() {
    String start = HexFormat.of().formatHex(content, 0, Math.min(16, content.length));
    return content.length <= 16 ? start : start + "..(" + content.length + ")";
  }
}
