package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XzibitTest {
  private static final SigningKey KEY = Seeded.key(1);
  private static final Password PASSWORD = Password.of("p\u00e4ssword");

  /** Made once: each costs half a second. */
  private static final Bytes VERSION_1 = Xzibit.sealV1(KEY, PASSWORD, new Seeded(2).next(32));

  private static final Bytes VERSION_2 = Xzibit.seal(KEY, PASSWORD, new Seeded(2));

  @Test
  void version2OpensWithThePasswordOnly() {
    assertEquals(156, VERSION_2.length());
    assertEquals(2, Xzibit.version(VERSION_2));
    assertEquals(Optional.of(KEY), Xzibit.open(VERSION_2, PASSWORD));
    assertEquals(Optional.empty(), Xzibit.open(VERSION_2, Password.of("password")));
  }

  @Test
  void version1OpensWithThePasswordOnly() {
    assertEquals(156, VERSION_1.length());
    assertEquals(1, Xzibit.version(VERSION_1));
    assertEquals(Optional.of(KEY), Xzibit.open(VERSION_1, PASSWORD));
    assertEquals(Optional.empty(), Xzibit.open(VERSION_1, Password.of("password")));
  }

  @Test
  void sameRandomnessGivesTheSameBytes() {
    Bytes salt = VERSION_2.slice(4, 20);
    Bytes nonce = VERSION_2.slice(20, 44);
    assertEquals(VERSION_2, Xzibit.sealV2(KEY, PASSWORD, salt, nonce));
  }

  /** The first and last byte of version, salt, nonce or length, key and tag. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 19, 20, 43, 44, 155})
  void oneChangedByteKeepsVersion2Shut(int at) {
    assertEquals(Optional.empty(), Xzibit.open(Seeded.flipped(VERSION_2, 8 * at), PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 35, 36, 43, 44, 139, 140, 155})
  void oneChangedByteKeepsVersion1Shut(int at) {
    assertEquals(Optional.empty(), Xzibit.open(Seeded.flipped(VERSION_1, 8 * at), PASSWORD));
  }

  /** Whoever knows the password could plant a foreign public key in front of the secret one. */
  @Test
  void refusesAPublicKeyThatIsNotTheSecretOnes() {
    assertEquals(Optional.of(KEY), Xzibit.open(version1(KEY.publicKey(), KEY.secret()), PASSWORD));
    SigningKey other = Seeded.key(9);
    assertEquals(
        Optional.empty(), Xzibit.open(version1(other.publicKey(), KEY.secret()), PASSWORD));
    Bytes mixed = Bytes.concat(KEY.secret().slice(0, 32), other.publicKey().bytes());
    assertEquals(Optional.empty(), Xzibit.open(version1(KEY.publicKey(), mixed), PASSWORD));
    assertEquals(Optional.empty(), Xzibit.open(version1(other.publicKey(), mixed), PASSWORD));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 112, 156, true",
    "1, 111, 156, false",
    "1, 113, 156, false",
    "1, -112, 156, false",
    "1, 4294967408, 156, false",
    "2, 0, 156, true",
    "2, -1, 156, true",
    "0, 112, 156, false",
    "3, 112, 156, false",
    "-1, 112, 156, false",
    "16777216, 112, 156, false",
    "1, 112, 155, false",
    "1, 112, 157, false",
    "2, 112, 155, false",
    "2, 112, 157, false",
  })
  void serverTellsTheFormFromOtherBytes(int version, long at36, int length, boolean wellFormed) {
    byte[] bytes = new Seeded(5).next(length).unsafeArray();
    ByteBuffer.wrap(bytes).putInt(0, version).putLong(36, at36);
    assertEquals(wellFormed, Xzibit.isWellFormed(Bytes.wrap(bytes)));
  }

  @Test
  void shortInputIsNotWellFormed() {
    assertFalse(Xzibit.isWellFormed(Bytes.EMPTY));
    assertFalse(Xzibit.isWellFormed(Bytes.hex("00000001")));
    assertEquals(Optional.empty(), Xzibit.open(Bytes.hex("00000001"), PASSWORD));
    assertTrue(Xzibit.isWellFormed(Recorded.value("xzibit_bob")));
  }

  @Test
  void refusesRandomnessOfAnotherLength() {
    Bytes sixteen = new Seeded(1).next(16);
    assertThrows(IllegalArgumentException.class, () -> Xzibit.sealV1(KEY, PASSWORD, sixteen));
    assertThrows(
        IllegalArgumentException.class, () -> Xzibit.sealV2(KEY, PASSWORD, sixteen, sixteen));
  }

  /** Version 1 made by hand from the library's own functions, as SPEC 4.10 describes it. */
  private Bytes version1(VerifyKey publicKey, Bytes secret) {
    byte[] salt = new Seeded(6).next(32).unsafeArray();
    byte[] derived = new byte[32];
    Sodium.crypto_pwhash_scryptsalsa208sha256(
        derived, 32, PASSWORD.utf8(), PASSWORD.utf8().length, salt, 524_288, 16_777_216);
    byte[] plain = Bytes.concat(publicKey.bytes(), secret).unsafeArray();
    byte[] sealed = new byte[112];
    byte[] nonce = Bytes.of(salt, 0, 8).unsafeArray();
    Sodium.crypto_aead_chacha20poly1305_encrypt(
        sealed, null, plain, plain.length, null, 0, null, nonce, derived);
    ByteBuffer all = ByteBuffer.allocate(156);
    return Bytes.wrap(all.putInt(1).put(salt).putLong(112).put(sealed).array());
  }
}
