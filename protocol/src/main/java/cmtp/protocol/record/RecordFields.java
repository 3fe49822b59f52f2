package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a record's lines say.
 *
 * @param others the fields of its type, sorted by name
 * @param signedLines the lines before the first signature
 * @param successorSignature {@code nsig}, or no bytes where there is none
 */
record RecordFields(
    String type,
    VerifyKey by,
    long issuedUnixMillis,
    long expiresUnixMillis,
    SortedMap<String, String> others,
    Bytes signedLines,
    Bytes successorSignature,
    Bytes signature) {

  RecordFields {
    others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
  }
}
