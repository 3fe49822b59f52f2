package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  /** RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature in two halves. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155,"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da,"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac,"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAsTheStandardSays(String seed, String key, String message, String r, String s) {
    SigningKey signing = SigningKey.fromSeed(Bytes.hex(seed));
    assertEquals(key, signing.publicKey().bytes().hex());
    assertEquals(r + s, signing.sign(Bytes.hex(message)).hex());
    assertTrue(signing.publicKey().verify(Bytes.hex(r + s), Bytes.hex(message)));
  }

  @Test
  void oneChangedBitAnywhereIsNoSignature() {
    SigningKey key = Seeded.key(1);
    Bytes message = new Seeded(2).next(40);
    Bytes signature = key.sign(message);
    assertTrue(key.publicKey().verify(signature, message));
    for (int bit = 0; bit < 8 * signature.length(); bit++) {
      assertFalse(key.publicKey().verify(Seeded.flipped(signature, bit), message), "bit " + bit);
    }
    for (int bit = 0; bit < 8 * message.length(); bit++) {
      assertFalse(key.publicKey().verify(signature, Seeded.flipped(message, bit)), "bit " + bit);
    }
    assertFalse(Seeded.key(3).publicKey().verify(signature, message), "another key");
  }

  @Test
  void comesBackFromItsStoredForm() {
    SigningKey key = Seeded.key(1);
    assertEquals(Optional.of(key), SigningKey.fromSecret(key.secret()));
    assertEquals(
        key.sign(new byte[3]), SigningKey.fromSecret(key.secret()).orElseThrow().sign(new byte[3]));
  }

  @Test
  void refusesHalvesThatDoNotBelongTogether() {
    Bytes one = Seeded.key(1).secret();
    Bytes two = Seeded.key(2).secret();
    assertEquals(
        Optional.empty(), SigningKey.fromSecret(Bytes.concat(one.slice(0, 32), two.slice(32, 64))));
    assertEquals(Optional.empty(), SigningKey.fromSecret(Seeded.flipped(one, 511)));
    assertEquals(Optional.empty(), SigningKey.fromSecret(Seeded.flipped(one, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 63, 65, 96})
  void refusesOtherLengths(int length) {
    assertEquals(Optional.empty(), SigningKey.fromSecret(new Seeded(1).next(length)));
  }

  @Test
  void refusesASeedOfAnotherLength() {
    assertThrows(IllegalArgumentException.class, () -> SigningKey.fromSeed(Bytes.EMPTY));
  }

  @Test
  void generatesAnotherKeyEachTime() {
    assertNotEquals(SigningKey.generate(), SigningKey.generate());
  }

  @Test
  void textFormShowsTheFingerprintOnly() {
    SigningKey key = Seeded.key(1);
    assertEquals("SigningKey(" + key.publicKey().fingerprint() + ")", key.toString());
  }
}
