package cmtp.protocol;

import java.nio.charset.StandardCharsets;

/** Lengths of texts in bytes, as bounds count them. */
public final class Utf8 {
  private Utf8() {}

  /** The longest beginning of {@code text} that has at most {@code bytesMax} bytes of UTF-8. */
  public static String cut(String text, int bytesMax) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= bytesMax) {
      return text;
    }
    int end = bytesMax;
    while (end > 0 && isInside(utf8[end])) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  /** Whether a character has begun before this byte. */
  private static boolean isInside(byte one) {
    return (one & 0xc0) == 0x80;
  }
}
