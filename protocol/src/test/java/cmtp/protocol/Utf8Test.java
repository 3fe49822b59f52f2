package cmtp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  /** In bytes: o-umlaut has two, the euro sign three, the envelope beyond the BMP four. */
  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abc, 2, ab",
    "abc, 0, ''",
    "'', 0, ''",
    "j\u00f6rg, 5, j\u00f6rg",
    "j\u00f6rg, 3, j\u00f6",
    "j\u00f6rg, 2, j",
    "\u20ac, 2, ''",
    "a\ud83d\udce7, 5, a\ud83d\udce7",
    "a\ud83d\udce7, 4, a",
    "a\ud83d\udce7, 1, a"
  })
  void cutsBetweenCharacters(String text, int bytesMax, String expected) {
    assertEquals(expected, Utf8.cut(text, bytesMax));
  }
}
