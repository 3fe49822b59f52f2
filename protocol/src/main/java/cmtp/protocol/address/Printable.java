package cmtp.protocol.address;

/** Quotes foreign text in an error: bounded, without control and bidirectional characters. */
final class Printable {
  private static final int LENGTH_MAX = 80;

  private Printable() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().limit(LENGTH_MAX).forEach(c -> append(out, c));
    return out.append(text.length() > LENGTH_MAX ? "...\"" : "\"").toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          out.append("\\u").append(String.format("%04x", c));
      default -> out.appendCodePoint(c);
    }
  }
}
