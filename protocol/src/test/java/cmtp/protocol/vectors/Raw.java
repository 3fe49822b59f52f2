package cmtp.protocol.vectors;

import cmtp.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes put together by hand, field by field, without any of the production code's writers. */
final class Raw {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Bytes text(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code count} bytes of the same value. */
  static Bytes fill(int value, int count) {
    byte[] bytes = new byte[count];
    java.util.Arrays.fill(bytes, (byte) value);
    return Bytes.wrap(bytes);
  }

  /** {@code count} bytes 0, 1, 2, ... */
  static Bytes counting(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return Bytes.wrap(bytes);
  }

  static Bytes flip(Bytes bytes, int at) {
    byte[] copy = bytes.toArray();
    copy[at] ^= 1;
    return Bytes.wrap(copy);
  }

  static Bytes join(Bytes... parts) {
    Raw all = new Raw();
    for (Bytes part : parts) {
      all.raw(part);
    }
    return all.bytes();
  }

  Raw u8(int value) {
    out.write(value);
    return this;
  }

  Raw u32(long value) {
    return u8((int) (value >> 24)).u8((int) (value >> 16)).u8((int) (value >> 8)).u8((int) value);
  }

  Raw u64(long value) {
    return u32(value >> 32).u32(value);
  }

  /** UTF-8 text and a NUL. */
  Raw str(String text) {
    return raw(text(text)).u8(0);
  }

  Raw raw(Bytes bytes) {
    out.writeBytes(bytes.toArray());
    return this;
  }

  Raw hex(String hex) {
    return raw(Bytes.hex(hex));
  }

  Raw sized(Bytes bytes) {
    return u32(bytes.length()).raw(bytes);
  }

  Bytes bytes() {
    return Bytes.wrap(out.toByteArray());
  }
}
