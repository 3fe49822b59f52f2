package cmtp.protocol.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * What a person types to get their key back (SPEC 4.12): the 1 to 1024 UTF-8 bytes of its normal
 * form C, so that it means the same on every keyboard. A type of its own keeps it out of logs.
 */
public final class Password {
  public static final int BYTES_MAX = 1024;

  private final byte[] utf8;

  private Password(CharSequence text) {
    ByteBuffer encoded =
        StandardCharsets.UTF_8.encode(
            CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC)));
    utf8 = new byte[encoded.remaining()];
    encoded.get(utf8);
    if (utf8.length == 0 || utf8.length > BYTES_MAX) {
      throw new IllegalArgumentException("a password has 1 to " + BYTES_MAX + " bytes");
    }
  }

  /**
   * @throws IllegalArgumentException for a length out of bounds
   */
  public static Password of(CharSequence text) {
    return new Password(text);
  }

  /**
   * Copies {@code text}; the caller may overwrite it afterwards.
   *
   * @throws IllegalArgumentException for a length out of bounds
   */
  public static Password of(char[] text) {
    return new Password(CharBuffer.wrap(text));
  }

  /** The bytes that are hashed; the caller must not write to them. */
  byte[] utf8() {
    return utf8;
  }

  @Override
  public String toString() {
    return "Password(..)";
  }
}
