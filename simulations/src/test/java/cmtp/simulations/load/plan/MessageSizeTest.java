package cmtp.simulations.load.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSizeTest {
  @Test
  void readsBytesAndBinaryUnits() {
    assertEquals(1500, MessageSize.parse("1500"));
    assertEquals(7, MessageSize.parse("7B"));
    assertEquals(3 * 1024, MessageSize.parse("3KiB"));
    assertEquals(50 * 1024 * 1024, MessageSize.parse("50MiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1kB", "1 KiB", "1.5MiB", "9999MiB", "99999999999"})
  void refusesAnythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> MessageSize.parse(text));
  }

  @Test
  void writesTheLargestUnitThatFits() {
    assertEquals("1 MiB", MessageSize.text(1 << 20));
    assertEquals("3 KiB", MessageSize.text(3 << 10));
    assertEquals("1500 bytes", MessageSize.text(1500));
    assertEquals("0 bytes", MessageSize.text(0));
  }
}
