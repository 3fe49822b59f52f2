package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cmtp.protocol.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBoxTest {
  private final SigningKey bob = Seeded.key(1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 1000, 65_536, 1_000_000})
  void opensForItsRecipientOnly(int length) {
    Bytes plaintext = new Seeded(length).next(length);
    Bytes sealed = SealedBox.seal(plaintext, bob.publicKey());
    assertEquals(length + SealedBox.OVERHEAD_BYTES, sealed.length());
    assertEquals(Optional.of(plaintext), SealedBox.open(sealed, bob));
    assertEquals(Optional.empty(), SealedBox.open(sealed, Seeded.key(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 100_000})
  void oneWithAGivenEphemeralKeyIsAnOrdinaryBox(int length) {
    Bytes plaintext = new Seeded(length).next(length);
    Bytes sealed = SealedBox.seal(plaintext, bob.publicKey(), new Seeded(7).next(32));
    assertEquals(Optional.of(plaintext), SealedBox.open(sealed, bob));
    assertEquals(sealed, SealedBox.seal(plaintext, bob.publicKey(), new Seeded(7).next(32)));
  }

  @Test
  void sealsToOtherBytesEachTime() {
    Bytes plaintext = Bytes.utf8("again");
    assertNotEquals(
        SealedBox.seal(plaintext, bob.publicKey()), SealedBox.seal(plaintext, bob.publicKey()));
  }

  @Test
  void oneChangedByteAnywhereKeepsItShut() {
    Bytes sealed = SealedBox.seal(Bytes.utf8("thirty-one bytes of text, or so"), bob.publicKey());
    for (int at = 0; at < sealed.length(); at++) {
      assertEquals(
          Optional.empty(), SealedBox.open(Seeded.flipped(sealed, 8 * at), bob), "byte " + at);
    }
  }

  @Test
  void everyTruncationKeepsItShut() {
    Bytes sealed = SealedBox.seal(Bytes.utf8("text"), bob.publicKey());
    for (int length = 0; length < sealed.length(); length++) {
      assertEquals(
          Optional.empty(), SealedBox.open(sealed.slice(0, length), bob), length + " bytes");
    }
  }

  @Test
  void refusesAnEphemeralKeyOfAnotherLength() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SealedBox.seal(Bytes.EMPTY, bob.publicKey(), new Seeded(1).next(31)));
  }
}
