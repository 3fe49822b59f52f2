package cmtp.persistence.archive;

import cmtp.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A row's bytes: for each column what it is, and its value (FORMATS.md). */
final class RowCodec {
  private static final int NULL = 0;
  private static final int NUMBER = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;

  private RowCodec() {}

  static byte[] write(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.weight());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Object value : row.values()) {
        write(out, value);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("memory can't be written", impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof Long number) {
      out.writeByte(NUMBER);
      out.writeLong(number);
    } else if (value instanceof Bytes bytes) {
      out.writeByte(BYTES);
      out.writeInt(bytes.length());
      out.write(bytes.unsafeArray());
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeByte(TEXT);
      out.writeInt(utf8.length);
      out.write(utf8);
    } else {
      throw new IllegalStateException("no column holds a " + value.getClass());
    }
  }

  /**
   * @throws DamagedArchive if the bytes are no row of this table
   */
  static Row read(Table table, byte[] payload) throws IOException {
    DataInputStream in = ArchiveReader.fields(payload);
    List<Object> values = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      Object value = read(in);
      if (value != null && !fits(value, column.kind())) {
        throw new DamagedArchive(table + " has something else in " + column.name());
      }
      values.add(value);
    }
    if (in.available() > 0) {
      throw new DamagedArchive(table + " has more than its columns");
    }
    return new Row(table, values);
  }

  private static boolean fits(Object value, Table.Kind kind) {
    return switch (kind) {
      case NUMBER, FLAG -> value instanceof Long;
      case TEXT -> value instanceof String;
      case BYTES -> value instanceof Bytes;
    };
  }

  private static Object read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case NULL -> null;
      case NUMBER -> in.readLong();
      case BYTES -> Bytes.wrap(counted(in));
      case TEXT -> text(counted(in));
      default -> throw new DamagedArchive("a value of unknown kind " + kind);
    };
  }

  static String text(byte[] utf8) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException malformed) {
      throw new DamagedArchive("a text is not UTF-8", malformed);
    }
  }

  /** Never allocates more than is there. */
  static byte[] counted(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new DamagedArchive(length + " bytes where there are " + in.available());
    }
    return in.readNBytes(length);
  }
}
