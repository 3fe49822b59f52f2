package cmtp.persistence.journal;

import cmtp.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Appends the primitive fields of FORMATS.md to a growing array. */
final class FieldWriter {
  private static final int BYTES_MAX = 512 * 1024 * 1024;
  private static final int CONTINUES = 0x80;

  private byte[] content = new byte[256];
  private int length;

  /** 7 bits a byte, lowest first; never negative. */
  void number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a stored number is negative: " + value);
    }
    ensure(10);
    long rest = value;
    while (rest >= CONTINUES) {
      content[length++] = (byte) (rest | CONTINUES);
      rest >>>= 7;
    }
    content[length++] = (byte) rest;
  }

  void bool(boolean value) {
    number(value ? 1 : 0);
  }

  void bytes(Bytes value) {
    number(value.length());
    raw(value);
  }

  /** Of a length the form fixes. */
  void raw(Bytes value) {
    ensure(value.length());
    value.copyTo(content, length);
    length += value.length();
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, content, length, utf8.length);
    length += utf8.length;
  }

  <T> void list(Collection<T> values, BiConsumer<FieldWriter, T> each) {
    number(values.size());
    values.forEach(value -> each.accept(this, value));
  }

  void numbers(Collection<Long> values) {
    list(values, FieldWriter::number);
  }

  private void ensure(int more) {
    if (content.length - length >= more) {
      return;
    }
    long wanted = Math.max((long) length + more, Math.min(2L * content.length, BYTES_MAX));
    if (wanted > BYTES_MAX) {
      throw new IllegalArgumentException("a stored record exceeds " + BYTES_MAX + " bytes");
    }
    content = Arrays.copyOf(content, (int) wanted);
  }

  byte[] toArray() {
    return Arrays.copyOf(content, length);
  }
}
