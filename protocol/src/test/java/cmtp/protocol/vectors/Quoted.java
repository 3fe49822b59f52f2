package cmtp.protocol.vectors;

/** Text in a vector's header: in quotes, control characters and backslashes as {@code \xNN}. */
final class Quoted {
  private Quoted() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c == '\\' || c == '"' || c >= 0x7f && c < 0xa0) {
                out.append(String.format("\\x%02x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append('"').toString();
  }
}
