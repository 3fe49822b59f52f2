package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.field.FieldWriter;
import java.util.Optional;

/** What an attachment opens to (SPEC 4.9): a file name of at most 1 KiB, and data. */
public record NamedFile(String name, Bytes data) {
  public NamedFile {
    if (Bytes.utf8(name).length() > Limits.TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a file name has at most 1024 bytes");
    }
  }

  public Bytes encode() {
    return new FieldWriter().str(name).bytes(data).toBytes();
  }

  /** Empty if the name is missing, too long or not UTF-8. */
  public static Optional<NamedFile> decode(Bytes opened) {
    FieldReader in = new FieldReader(opened);
    String name = in.str(Limits.TEXT_BYTES_MAX);
    Bytes data = in.rest();
    return in.isComplete() ? Optional.of(new NamedFile(name, data)) : Optional.empty();
  }
}
