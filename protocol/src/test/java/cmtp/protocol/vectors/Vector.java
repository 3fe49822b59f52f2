package cmtp.protocol.vectors;

import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One test vector: named fields in order, some of them several times, and the input.
 *
 * @param name the file's name without its ending
 */
record Vector(String name, List<Field> fields, Bytes input) {
  static final String OK = "ok";

  private static final int BYTES_PER_LINE = 32;
  private static final List<String> REQUIRED = List.of("comment", "kind", "clause", "expect");

  record Field(String key, String value) {}

  Vector {
    fields = List.copyOf(fields);
    for (String key : REQUIRED) {
      if (all(fields, key).size() != 1) {
        throw new IllegalArgumentException(name + " needs one field " + key);
      }
    }
  }

  /** Starts a vector; {@code expect} is {@code ok}, {@code malformed:..} or {@code refused:..}. */
  static Builder named(String name, String kind, String clause, String expect) {
    return new Builder(name, kind, clause, expect);
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException if it has not the form that {@link #text} writes
   */
  static Vector parse(String name, String text) {
    List<Field> fields = new ArrayList<>();
    StringBuilder hex = new StringBuilder();
    boolean inInput = false;
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (inInput) {
        hex.append(line);
      } else if (line.isEmpty()) {
        inInput = true;
      } else if (colon > 0) {
        fields.add(new Field(line.substring(0, colon), line.substring(colon + 2)));
      } else {
        throw new IllegalArgumentException(name + " has a header line without a key: " + line);
      }
    }
    return new Vector(name, fields, Bytes.hex(hex.toString()));
  }

  String text() {
    StringBuilder out = new StringBuilder();
    fields.forEach(f -> out.append(f.key()).append(": ").append(f.value()).append('\n'));
    out.append('\n');
    for (int at = 0; at < input.length(); at += BYTES_PER_LINE) {
      out.append(input.slice(at, Math.min(input.length(), at + BYTES_PER_LINE)).hex()).append('\n');
    }
    return out.toString();
  }

  String kind() {
    return get("kind");
  }

  String expect() {
    return get("expect");
  }

  boolean isNegative() {
    return !expect().equals(OK);
  }

  String get(String key) {
    return find(key).orElseThrow(() -> new NoSuchElementException(name + " has no " + key));
  }

  Optional<String> find(String key) {
    return all(key).stream().findFirst();
  }

  List<String> all(String key) {
    return all(fields, key);
  }

  Bytes bytes(String key) {
    return Bytes.hex(get(key));
  }

  long number(String key) {
    return Long.parseLong(get(key));
  }

  private static List<String> all(List<Field> fields, String key) {
    return fields.stream().filter(f -> f.key().equals(key)).map(Field::value).toList();
  }

  static final class Builder {
    private final String name;
    private final List<Field> fields = new ArrayList<>();

    private Builder(String name, String kind, String clause, String expect) {
      this.name = name;
      fields.add(new Field("kind", kind));
      fields.add(new Field("clause", clause));
      fields.add(new Field("expect", expect));
    }

    /** What the case is about, in a sentence; stands first in the file. */
    Builder comment(String text) {
      fields.add(0, new Field("comment", text));
      return this;
    }

    Builder with(String key, String value) {
      if (value.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a value with a line end: " + key);
      }
      fields.add(new Field(key, value));
      return this;
    }

    Builder with(String key, Bytes value) {
      return with(key, value.hex());
    }

    Builder with(String key, long value) {
      return with(key, Long.toString(value));
    }

    Vector input(Bytes input) {
      return new Vector(name, fields, input);
    }
  }
}
