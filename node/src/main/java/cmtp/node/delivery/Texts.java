package cmtp.node.delivery;

import cmtp.protocol.Bytes;

/** Bounds what peers say before it is stored or shown. */
final class Texts {
  static final int REASON_BYTES_MAX = 500;

  private Texts() {}

  static String reason(String text) {
    return bounded(text, REASON_BYTES_MAX);
  }

  /** One line of at most so many bytes, cut between characters. */
  static String bounded(String text, int bytesMax) {
    StringBuilder out = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int c = text.codePointAt(at);
      String shown = Character.isISOControl(c) ? " " : Character.toString(c);
      bytes += Bytes.utf8(shown).length();
      if (bytes > bytesMax) {
        break;
      }
      out.append(shown);
    }
    return out.toString();
  }
}
