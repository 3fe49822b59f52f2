package cmtp.node.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** What {@code --json} prints. Apart, so that commands that print text load no JSON library. */
public final class Json {
  private Json() {}

  /**
   * @param value maps, lists, texts, numbers, booleans, or a JSON tree
   */
  public static String of(Object value) {
    return written(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT), value);
  }

  /** The same on one line. */
  public static String line(Object value) {
    return written(new ObjectMapper(), value);
  }

  private static String written(ObjectMapper mapper, Object value) {
    try {
      return escaped(mapper.writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("not a JSON value", impossible);
    }
  }

  /** Outside of texts JSON is ASCII: what is harmful to a terminal can only stand inside one. */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int at = 0; at < json.length(); ) {
      int c = json.codePointAt(at);
      int next = at + Character.charCount(c);
      if (c > 0x7e && Printable.isHarmful(c)) {
        for (; at < next; at++) {
          out.append(String.format("\\u%04x", (int) json.charAt(at)));
        }
      }
      out.append(json, at, next);
      at = next;
    }
    return out.toString();
  }
}
