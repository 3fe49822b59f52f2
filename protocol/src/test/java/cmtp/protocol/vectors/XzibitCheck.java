package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import java.util.Optional;

/** Opens a sealed key pair, and seals it again. */
final class XzibitCheck implements Check {
  @Override
  public String outcome(Vector vector) {
    if (!Xzibit.isWellFormed(vector.input())) {
      return "malformed:form";
    }
    Password password = Password.of(vector.get("password"));
    Optional<SigningKey> opened = Xzibit.open(vector.input(), password);
    if (opened.isEmpty()) {
      return "refused:password";
    }
    assertEquals(vector.get("public-key"), opened.get().publicKey().bytes().hex());
    if (vector.find("seed").isPresent()) {
      SigningKey key = SigningKey.fromSeed(vector.bytes("seed"));
      assertEquals(key, opened.get());
      assertEquals(
          vector.input(),
          Xzibit.version(vector.input()) == 1
              ? Xzibit.sealV1(key, password, vector.bytes("salt"))
              : Xzibit.sealV2(key, password, vector.bytes("salt"), vector.bytes("nonce")));
    }
    return Vector.OK;
  }
}
