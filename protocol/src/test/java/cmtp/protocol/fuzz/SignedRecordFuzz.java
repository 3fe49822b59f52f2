package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.ServerRecord;
import cmtp.protocol.record.SignedRecord;
import java.util.List;

/** Any bytes as a record: a value, kept as it came; and a content has one form only. */
public final class SignedRecordFuzz {
  private SignedRecordFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = Bytes.of(input);
    SignedRecord.parse(bytes).ifPresent(record -> check(record, bytes));
    KeyRecord.read(bytes);
    ServerRecord.read(bytes);
  }

  private static void check(SignedRecord record, Bytes bytes) {
    Must.beEqual(bytes, record.bytes(), "a record is kept as it came");
    String head =
        "t=%s\nv=1\nby=%s\niat=%d\nexp=%d\n"
            .formatted(
                record.type(),
                record.by().base64(),
                record.issuedUnixMillis(),
                record.expiresUnixMillis());
    StringBuilder lines = new StringBuilder(head);
    record.fields().forEach((k, v) -> lines.append(k).append('=').append(v).append('\n'));
    List<String> all = bytes.utf8().lines().toList();
    int signatures = record.hasSuccessorSignature() ? 2 : 1;
    String read = String.join("\n", all.subList(0, all.size() - signatures)) + "\n";
    Must.beEqual(lines.toString(), read, "a content has one form");
    record.isSigned();
    record.isValidAt(0);
  }
}
