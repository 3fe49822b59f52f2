package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.PublishedKey;
import cmtp.protocol.record.Reading;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import cmtp.protocol.record.SignedRecord;
import java.util.Optional;
import java.util.Set;

/** Parses records and chains. */
final class RecordCheck {
  private RecordCheck() {}

  static String record(Vector vector) {
    Optional<SignedRecord> parsed = SignedRecord.parse(vector.input());
    if (parsed.isEmpty()) {
      return "malformed:lines";
    }
    SignedRecord record = parsed.get();
    assertEquals(vector.input(), record.bytes());
    if (!record.isSigned()) {
      return "refused:signature";
    }
    if (Set.of(KeyRecord.TYPE, ServerRecord.TYPE).contains(record.type())) {
      Reading<? extends PublishedKey> reading = read(record);
      if (reading.proven().isEmpty()) {
        return reading instanceof Reading.Forged ? "refused:signature" : "malformed:fields";
      }
    }
    Bytes signed = vector.bytes("signed");
    Bytes lines = signed.slice(SignedInput.RECORD_LABEL.length(), signed.length());
    assertEquals(signed, SignedInput.record(lines));
    assertEquals(lines, vector.input().slice(0, lines.length()));
    return record.isValidAt(vector.number("now")) ? Vector.OK : "refused:time";
  }

  static String chain(Vector vector) {
    Optional<Payload.Records> rows = Payload.Records.decode(vector.input());
    if (rows.isEmpty()) {
      return "malformed:table";
    }
    assertEquals(vector.input(), rows.get().encode());
    assertEquals(
        vector.all("record-hash"),
        rows.get().newestFirst().stream().map(record -> Hash.of(record).hex()).toList());
    Optional<RecordChain<KeyRecord>> chain = RecordChain.ofKeys(rows.get().newestFirst());
    if (chain.isEmpty()) {
      return "refused:chain";
    }
    VerifyKey pinned = VerifyKey.of(vector.bytes("pinned-key")).orElseThrow();
    return chain.get().passesThrough(pinned) ? Vector.OK : "refused:pin";
  }

  private static Reading<? extends PublishedKey> read(SignedRecord record) {
    return record.type().equals(ServerRecord.TYPE)
        ? ServerRecord.read(record.bytes())
        : KeyRecord.read(record.bytes());
  }
}
