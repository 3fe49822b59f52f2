package cmtp.node.routing;

import cmtp.protocol.crypto.VerifyKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** The server key in a domain's TXT record: {@code v=cmtp1; k=<base64url>} (SPEC 2.10). */
final class KeyRecord {
  private static final String VERSION = "v=cmtp1";
  private static final String KEY = "k=";

  private KeyRecord() {}

  /** Empty unless exactly one of the records is of ours, and it names exactly one good key. */
  static Optional<VerifyKey> key(List<Record> records) {
    List<List<String>> ours =
        records.stream()
            .filter(TXTRecord.class::isInstance)
            .map(record -> parts(text((TXTRecord) record)))
            .filter(parts -> parts.get(0).equals(VERSION))
            .toList();
    return ours.size() == 1 ? named(ours.get(0)) : Optional.empty();
  }

  private static Optional<VerifyKey> named(List<String> parts) {
    List<String> keys = parts.stream().filter(part -> part.startsWith(KEY)).toList();
    return keys.size() == 1
        ? VerifyKey.ofBase64(keys.get(0).substring(KEY.length()))
        : Optional.empty();
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      parts.add(part.strip());
    }
    return parts;
  }

  /** A record's strings make one text; its parts have no meaning. */
  private static String text(TXTRecord record) {
    StringBuilder text = new StringBuilder();
    record
        .getStringsAsByteArrays()
        .forEach(part -> text.append(new String(part, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }
}
