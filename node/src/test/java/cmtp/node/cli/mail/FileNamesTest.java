package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "report.pdf, report.pdf",
    "../../etc/passwd, passwd",
    "/etc/passwd, passwd",
    "C:\\Windows\\cmd.exe, cmd.exe",
    ".bashrc, bashrc",
    "...hidden, hidden",
    "-rf, rf",
    "a:b|c?.txt, a_b_c_.txt",
    "gpj\ufffdexe, gpj_exe",
    "nul.txt, _nul.txt",
    "invoice.pdf. . ., invoice.pdf",
    "Übersicht 日本.txt, Übersicht 日本.txt"
  })
  void keepsTheNameAndDropsTheDanger(String name, String expected) {
    assertEquals(expected, FileNames.safe(name, "attachment-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/", "\\", "...", " "})
  void usesTheFallbackIfNothingIsLeft(String name) {
    assertEquals("attachment-1", FileNames.safe(name, "attachment-1"));
  }

  @Test
  void cutsLongNamesButKeepsTheirExtension() {
    String name = FileNames.safe("日".repeat(300) + ".pdf", "x");
    assertTrue(name.endsWith("日.pdf"));
    assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 150);
  }

  @Test
  void numbersBeforeTheExtension() {
    assertEquals("a.tar", FileNames.numbered("a.tar", 0));
    assertEquals("a-2.tar", FileNames.numbered("a.tar", 2));
    assertEquals("README-1", FileNames.numbered("README", 1));
  }
}
