package cmtp.protocol.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * What a person types to get their key back (SPEC 4): its UTF-8 bytes in normal form C, so that it
 * means the same on every keyboard. A type of its own keeps it out of logs.
 */
public final class Password {
  private final byte[] utf8;

  private Password(CharSequence text) {
    ByteBuffer encoded =
        StandardCharsets.UTF_8.encode(
            CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC)));
    utf8 = new byte[encoded.remaining()];
    encoded.get(utf8);
  }

  public static Password of(CharSequence text) {
    return new Password(text);
  }

  /** Copies {@code text}; the caller may overwrite it afterwards. */
  public static Password of(char[] text) {
    return new Password(CharBuffer.wrap(text));
  }

  public boolean isEmpty() {
    return utf8.length == 0;
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
