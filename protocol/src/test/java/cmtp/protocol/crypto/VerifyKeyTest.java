package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyKeyTest {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** Orders 1, 2, 4 and 8, each with and without the sign bit, non-canonical forms included. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesSmallOrder(String hex) {
    assertEquals(Optional.empty(), VerifyKey.of(Bytes.hex(hex)));
  }

  /** Every number from p up to 2^255-1, with either sign: some are points, written wrongly. */
  @Test
  void refusesEveryNonCanonicalForm() {
    for (int above = 0; above < 19; above++) {
      Bytes key = encoded(P.add(BigInteger.valueOf(above)), false);
      assertEquals(Optional.empty(), VerifyKey.of(key), "p + " + above);
      assertEquals(
          Optional.empty(), VerifyKey.of(Seeded.flipped(key, 255)), "p + " + above + ", sign");
    }
  }

  /** (-x, -y) is the point plus the point of order two: outside the prime-order group. */
  @Test
  void refusesMixedOrder() {
    for (long seed = 0; seed < 20; seed++) {
      Bytes good = Seeded.key(seed).publicKey().bytes();
      BigInteger y = number(good);
      boolean sign = (good.at(31) & 0x80) != 0;
      assertEquals(good, encoded(y, sign), "seed " + seed);
      assertEquals(Optional.empty(), VerifyKey.of(encoded(P.subtract(y), !sign)), "seed " + seed);
    }
  }

  @Test
  void refusesWhatIsNoPointOfTheCurve() {
    int refused = 0;
    for (long seed = 0; seed < 200; seed++) {
      refused += VerifyKey.of(new Seeded(seed).next(32)).isEmpty() ? 1 : 0;
    }
    // Half of all numbers are no point, and of the points seven in eight have a mixed order.
    assertTrue(refused > 160, refused + " of 200 refused");
    assertEquals(Optional.empty(), VerifyKey.of(encoded(BigInteger.TWO, false)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void refusesOtherLengths(int length) {
    assertEquals(Optional.empty(), VerifyKey.of(new Seeded(1).next(length)));
  }

  @Test
  void readsItsOwnTextForm() {
    VerifyKey key = Seeded.key(1).publicKey();
    assertEquals(Optional.of(key), VerifyKey.ofBase64(key.base64()));
    assertEquals(Optional.empty(), VerifyKey.ofBase64(key.base64() + "="));
    assertEquals(Optional.empty(), VerifyKey.ofBase64(""));
  }

  /** More keys than are remembered, twice, so that places are taken over and taken back. */
  @Test
  void whatIsRememberedNeverAnswersForAnotherKey() {
    for (int round = 0; round < 2; round++) {
      for (long seed = 0; seed < 6000; seed++) {
        Bytes bytes = Seeded.key(seed).publicKey().bytes();
        assertEquals(bytes, VerifyKey.of(bytes).orElseThrow().bytes(), "seed " + seed);
      }
    }
  }

  @Test
  void fingerprintIsTheStartOfTheHash() {
    VerifyKey key = Seeded.key(1).publicKey();
    String digits = key.fingerprint().replace(" ", "");
    assertEquals(Hash.of(key.bytes()).hex().substring(0, 32), digits);
    assertTrue(key.fingerprint().matches("([0-9a-f]{4} ){7}[0-9a-f]{4}"), key.fingerprint());
    assertEquals("VerifyKey(" + key.fingerprint() + ")", key.toString());
  }

  @Test
  void keysAreEqualByTheirBytes() {
    assertEquals(Seeded.key(1).publicKey(), Seeded.key(1).publicKey());
    assertEquals(Seeded.key(1).publicKey().hashCode(), Seeded.key(1).publicKey().hashCode());
    assertNotEquals(Seeded.key(1).publicKey(), Seeded.key(2).publicKey());
  }

  @Test
  void aSignatureOfAnotherLengthIsNone() {
    SigningKey key = Seeded.key(1);
    Bytes message = Bytes.utf8("message");
    Bytes signature = key.sign(message);
    assertFalse(key.publicKey().verify(signature.slice(0, 63), message));
    assertFalse(key.publicKey().verify(Bytes.concat(signature, Bytes.of((byte) 0)), message));
    assertFalse(key.publicKey().verify(Bytes.EMPTY, message));
  }

  private static Bytes encoded(BigInteger y, boolean sign) {
    byte[] out = new byte[32];
    BigInteger all = sign ? y.setBit(255) : y;
    for (int i = 0; i < 32; i++) {
      out[i] = all.shiftRight(8 * i).byteValue();
    }
    return Bytes.wrap(out);
  }

  private static BigInteger number(Bytes key) {
    BigInteger y = BigInteger.ZERO;
    for (int i = 31; i >= 0; i--) {
      y = y.shiftLeft(8).add(BigInteger.valueOf(key.at(i) & 0xff));
    }
    return y.clearBit(255);
  }
}
