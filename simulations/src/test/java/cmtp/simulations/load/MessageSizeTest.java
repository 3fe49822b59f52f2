package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MessageSizeTest {
  @Test
  void readsBytesAndBinaryUnits() {
    MessageSize sizes = new MessageSize();
    assertEquals(1500, sizes.convert("1500"));
    assertEquals(7, sizes.convert("7B"));
    assertEquals(3 * 1024, sizes.convert("3KiB"));
    assertEquals(50 * 1024 * 1024, sizes.convert("50MiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1kB", "1 KiB", "1.5MiB", "9999MiB", "99999999999"})
  void refusesAnythingElse(String text) {
    assertThrows(TypeConversionException.class, () -> new MessageSize().convert(text));
  }

  @Test
  void writesTheLargestUnitThatFits() {
    assertEquals("1 MiB", MessageSize.text(1 << 20));
    assertEquals("3 KiB", MessageSize.text(3 << 10));
    assertEquals("1500 bytes", MessageSize.text(1500));
    assertEquals("0 bytes", MessageSize.text(0));
  }
}
