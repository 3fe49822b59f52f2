package cmtp.protocol.field;

import cmtp.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the primitives of SPEC 1.1, the counterpart of {@link FieldReader}. */
public final class FieldWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  /**
   * @throws IllegalArgumentException if {@code value} is not an unsigned 32-bit number
   */
  public FieldWriter u32(long value) {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException("not a u32: " + value);
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  /**
   * @throws IllegalArgumentException if {@code value} is negative
   */
  public FieldWriter u64(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("not a u64 of ours: " + value);
    }
    return u32(value >>> 32).u32(value & 0xFFFFFFFFL);
  }

  /**
   * Text and its NUL; the caller keeps the field's own bound.
   *
   * @throws IllegalArgumentException if the text contains a NUL
   */
  public FieldWriter str(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("text with a NUL inside");
    }
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write(0);
    return this;
  }

  public FieldWriter decimal(long value) {
    return str(Long.toString(value));
  }

  public FieldWriter bytes(Bytes bytes) {
    out.writeBytes(bytes.unsafeArray());
    return this;
  }

  /** {@code u32 length, bytes}. */
  public FieldWriter sized(Bytes bytes) {
    return u32(bytes.length()).bytes(bytes);
  }

  public Bytes toBytes() {
    return Bytes.wrap(out.toByteArray());
  }
}
