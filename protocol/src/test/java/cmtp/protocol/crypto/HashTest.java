package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cmtp.protocol.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  @ParameterizedTest
  @CsvSource({
    "'',    0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
    "'abc', bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
  })
  void givesThePublishedAnswers(String text, String hash) {
    assertEquals(hash, Hash.of(Bytes.utf8(text)).hex());
    assertEquals(hash, new Hash.Digest().update(Bytes.utf8(text)).finish().hex());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 8192, 8193, 65_599, 65_600, 65_601, 300_000})
  void isTheSameForEveryWayToGiveTheBytes(int length) {
    Bytes all = new Seeded(length).next(length);
    Bytes expected = Bytes.wrap(Hash.blake2b(all.unsafeArray(), 32));
    Bytes head = all.slice(0, length / 3);
    Bytes tail = all.slice(length / 3, length);
    assertEquals(expected, Hash.of(all), "whole");
    assertEquals(expected, Hash.of(head, tail), "two parts");
    assertEquals(expected, Hash.of(Bytes.EMPTY, head, Bytes.EMPTY, tail), "four parts");
    Hash.Digest digest = new Hash.Digest();
    for (int at = 0; at < length; at += 70_001) {
      digest.update(all.unsafeArray(), at, Math.min(70_001, length - at));
    }
    assertEquals(expected, digest.finish(), "pieces out of a larger array");
  }

  @Test
  void isTheSameForSingleBytes() {
    Bytes all = new Seeded(1).next(1000);
    Hash.Digest digest = new Hash.Digest();
    for (int i = 0; i < all.length(); i++) {
      digest.update(all.unsafeArray(), i, 1);
    }
    assertEquals(Hash.of(all), digest.finish());
  }

  @Test
  void digestsTakenInTurnsDoNotMix() {
    Hash.Digest a = new Hash.Digest();
    Hash.Digest b = new Hash.Digest();
    for (int i = 0; i < 10; i++) {
      a.update(Bytes.utf8("a" + i));
      b.update(Bytes.utf8("b" + i));
    }
    assertEquals(Hash.of(Bytes.utf8("a0a1a2a3a4a5a6a7a8a9")), a.finish());
    assertEquals(Hash.of(Bytes.utf8("b0b1b2b3b4b5b6b7b8b9")), b.finish());
  }

  @Test
  void aFinishedDigestIsUsedUp() {
    Hash.Digest digest = new Hash.Digest();
    digest.finish();
    assertThrows(IllegalStateException.class, digest::finish);
    assertThrows(IllegalStateException.class, () -> digest.update(Bytes.EMPTY));
  }

  @Test
  void refusesARangeOutsideTheArray() {
    Hash.Digest digest = new Hash.Digest();
    assertThrows(IndexOutOfBoundsException.class, () -> digest.update(new byte[10], 5, 6));
  }
}
