package cmtp.node.cli.remote;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A receipt proves by itself that the node whose key it names took the message (SPEC 5.3). */
final class Receipt {
  private Receipt() {}

  static boolean isGenuine(JsonNode entry) {
    Optional<VerifyKey> key = VerifyKey.ofBase64(entry.at("/receipt/key").asText());
    Optional<Bytes> signature = Bytes.base64(entry.at("/receipt/signature").asText());
    Bytes signed = Bytes.utf8("SUCCESS " + entry.path("mid").asText());
    return key.isPresent() && signature.isPresent() && key.get().verify(signature.get(), signed);
  }
}
