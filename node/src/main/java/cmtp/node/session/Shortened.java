package cmtp.node.session;

import cmtp.protocol.Bytes;

/** Text that fits a field. */
final class Shortened {
  private Shortened() {}

  /** As much of the text as fits, without a NUL, and no character cut in two. */
  static String toBytes(String text, int bytesMax) {
    String clean = text.replace('\0', ' ');
    int end = clean.length();
    while (Bytes.utf8(clean.substring(0, end)).length() > bytesMax) {
      end = Math.min(end - 1, bytesMax);
      if (end > 0 && Character.isHighSurrogate(clean.charAt(end - 1))) {
        end--;
      }
    }
    return clean.substring(0, end);
  }
}
