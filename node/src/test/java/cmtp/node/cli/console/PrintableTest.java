package cmtp.node.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00,
        0x07,
        0x08,
        0x1b,
        0x7f, // NUL, bell, backspace, escape, delete
        0x85,
        0x9b,
        0x9d, // next line, control sequences in one byte
        0x200b,
        0x200e,
        0x202e,
        0x2066,
        0x2028,
        0xfeff, // invisible, bidirectional, separators
        0xe000,
        0xe0041,
        0xd800 // private use, tags, half a character
      })
  void replacesWhatATerminalObeysOrAnEyeIsDeceivedBy(int codePoint) {
    String hostile = "a" + Character.toString(codePoint) + "b";
    assertEquals("a\ufffdb", Printable.line(hostile));
    assertEquals("a\ufffdb", Printable.text(hostile));
  }

  @Test
  void keepsLettersOfEveryScriptAndEmoji() {
    String text = "Grüße, Ελλάδα, 日本, \ud83d\udc69\u200d\ud83d\ude80";
    assertEquals(text, Printable.line(text));
    assertEquals(text, Printable.text(text));
  }

  @Test
  void makesOneLineOfMany() {
    assertEquals("a b c  d", Printable.line("a\nb\tc\r\nd\n"));
  }

  @Test
  void keepsLinesOfATextWhateverTheirEnds() {
    assertEquals("a\nb\nc\td\n", Printable.text("a\r\nb\rc\td\n"));
  }

  @Test
  void cutsAtWholeCharacters() {
    assertEquals("ab…", Printable.cut("ab\ud83d\ude80cd", 3));
    assertEquals("abc", Printable.cut("abc", 3));
  }

  @Test
  void leavesNothingInJsonThatATerminalObeys() {
    assertEquals(
        "{\"a\":[\"\\u001B[31m\\u009b31m \\u202eé\\udb40\\udc41\"]}",
        Json.line(Map.of("a", List.of("\u001b[31m\u009b31m \u202e\u00e9\udb40\udc41"))));
  }
}
