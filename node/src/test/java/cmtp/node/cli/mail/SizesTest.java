package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048575, 1.0 MiB",
    "20971520, 20.0 MiB",
    "9223372036854775807, 8388608.0 TiB"
  })
  void areReadable(long bytes, String text) {
    assertEquals(text, Sizes.text(bytes));
  }
}
