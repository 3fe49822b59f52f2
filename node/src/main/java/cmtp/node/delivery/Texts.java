package cmtp.node.delivery;

import cmtp.protocol.Utf8;

/** Bounds what peers say before it is stored or shown. */
final class Texts {
  static final int REASON_BYTES_MAX = 500;

  private Texts() {}

  static String reason(String text) {
    return line(text, REASON_BYTES_MAX);
  }

  /** One line of at most so many bytes. */
  static String line(String text, int bytesMax) {
    return Utf8.cut(text, bytesMax).replaceAll("\\p{Cntrl}", " ");
  }
}
