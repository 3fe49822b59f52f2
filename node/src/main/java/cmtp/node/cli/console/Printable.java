package cmtp.node.cli.console;

/**
 * Makes what strangers wrote safe to show: a terminal obeys escape sequences, and bidirectional
 * controls make {@code gpj.exe} look like {@code exe.jpg}. Such characters become U+FFFD.
 */
public final class Printable {
  private static final int REPLACEMENT = 0xFFFD;

  /** Invisible, but they shape ordinary words and emoji: soft hyphen, joiners. */
  private static final String SHAPING = "\u00ad\u200c\u200d";

  private Printable() {}

  /** One line: line ends and tabs become spaces. */
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : harmless(c))
        .forEach(out::appendCodePoint);
    return out.toString().strip();
  }

  /** Many lines; every kind of line end becomes LF. */
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .codePoints()
        .map(c -> c == '\n' || c == '\t' ? c : harmless(c))
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** One line of at most {@code columns} characters, the end shown as cut off. */
  public static String cut(String text, int columns) {
    String line = line(text);
    return line.codePointCount(0, line.length()) <= columns
        ? line
        : line.substring(0, line.offsetByCodePoints(0, columns - 1)).stripTrailing() + "…";
  }

  /** Whether a terminal or a reader's eye could be deceived by this character. */
  public static boolean isHarmful(int codePoint) {
    return harmless(codePoint) != codePoint;
  }

  private static int harmless(int c) {
    if (SHAPING.indexOf(c) >= 0) {
      return c;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          REPLACEMENT;
      default -> c;
    };
  }
}
