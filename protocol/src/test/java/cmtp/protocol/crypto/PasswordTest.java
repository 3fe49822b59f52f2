package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
  @Test
  void meansTheSameInEveryNormalForm() {
    assertArrayEquals(Password.of("caf\u00e9").utf8(), Password.of("cafe\u0301").utf8());
    assertArrayEquals(
        new byte[] {'c', 'a', 'f', (byte) 0xc3, (byte) 0xa9}, Password.of("cafe\u0301").utf8());
  }

  @Test
  void forgetsTheArrayItCameFrom() {
    char[] typed = {'a', 'b'};
    Password password = Password.of(typed);
    typed[0] = 'x';
    assertArrayEquals(new byte[] {'a', 'b'}, password.utf8());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024})
  void takesUpTo1024Bytes(int length) {
    assertEquals(length, Password.of("a".repeat(length)).utf8().length);
  }

  @Test
  void refusesNoBytesAndMoreThan1024() {
    assertThrows(IllegalArgumentException.class, () -> Password.of(""));
    assertThrows(IllegalArgumentException.class, () -> Password.of("a".repeat(1025)));
    assertThrows(IllegalArgumentException.class, () -> Password.of("\u00e9".repeat(513)));
  }

  @Test
  void textFormDoesNotShowIt() {
    assertEquals("Password(..)", Password.of("secret").toString());
  }
}
