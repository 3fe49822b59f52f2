package cmtp.persistence.journal;

import cmtp.protocol.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the primitive fields of FORMATS.md. Whatever is not exactly of that form is refused, and
 * nothing is allocated beyond what the bytes that are really there can fill.
 */
final class FieldReader {
  private static final int CONTINUES = 0x80;
  private static final int SHIFT_MAX = 56;

  private final byte[] content;
  private final Map<String, String> texts = new HashMap<>();
  private int at;

  FieldReader(byte[] content) {
    this.content = content;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift <= SHIFT_MAX; shift += 7) {
      byte next = raw();
      value |= (long) (next & 0x7f) << shift;
      if ((next & CONTINUES) == 0) {
        if (next == 0 && shift > 0) {
          throw new MalformedRecord("a number has a superfluous byte");
        }
        return value;
      }
    }
    throw new MalformedRecord("a number exceeds 63 bits");
  }

  /** A number up to {@code max}. */
  int number(int max) {
    long value = number();
    if (value > max) {
      throw new MalformedRecord(value + " exceeds " + max);
    }
    return (int) value;
  }

  boolean bool() {
    return number(1) == 1;
  }

  Bytes bytes() {
    return raw(count());
  }

  Bytes raw(int length) {
    require(length);
    Bytes value = Bytes.of(content, at, length);
    at += length;
    return value;
  }

  /** Equal texts of one record are one object: a mailbox has few senders and many mails. */
  String text() {
    int length = count();
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(content, at, length))
              .toString();
      at += length;
      String known = texts.putIfAbsent(text, text);
      return known == null ? text : known;
    } catch (CharacterCodingException malformed) {
      throw new MalformedRecord("a text is not UTF-8", malformed);
    }
  }

  <T> List<T> list(Function<FieldReader, T> each) {
    int count = count();
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  List<Long> numbers() {
    return list(FieldReader::number);
  }

  /** A length or a count: each item takes at least a byte, so it can't exceed what is left. */
  private int count() {
    long count = number();
    if (count > content.length - at) {
      throw new MalformedRecord(count + " items in " + (content.length - at) + " bytes");
    }
    return (int) count;
  }

  private byte raw() {
    require(1);
    return content[at++];
  }

  private void require(int length) {
    if (content.length - at < length) {
      throw new MalformedRecord("cut short at byte " + content.length);
    }
  }

  void end() {
    if (at != content.length) {
      throw new MalformedRecord((content.length - at) + " bytes too many");
    }
  }
}
