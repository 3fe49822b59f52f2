package cmtp.node.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.Terminal.Tty;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Ask ask(boolean atTerminal, String stdin, String... typed) {
    Deque<String> answers = new ArrayDeque<>(List.of(typed));
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Ask(
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            stream,
            stream,
            Path.of(""),
            Map.of(),
            Clock.systemUTC(),
            SecureRandomBytes.system(),
            new Tty(atTerminal, atTerminal, atTerminal),
            question -> Optional.ofNullable(answers.poll()).map(String::toCharArray)));
  }

  private static ExitCode failure(Runnable question) {
    return assertThrows(CliFailure.class, question::run).exitCode();
  }

  @Test
  void takesTheFirstLineOfStandardInputAndNoMore() {
    Ask ask = ask(false, "pässword of mine\r\nsecond line\n");
    ask.newPassword("?", false);
    assertEquals(Optional.of("second line"), ask.line());
    assertEquals(Optional.empty(), ask.line());
  }

  @Test
  void needsANewPasswordTwiceAndTheSame() {
    ask(true, "", "a long password", "a long password").newPassword("?", false);
    assertEquals(
        ExitCode.USAGE,
        failure(() -> ask(true, "", "a long password", "another").newPassword("?", false)));
    assertEquals(
        ExitCode.USAGE, failure(() -> ask(true, "", "a long password").newPassword("?", false)));
  }

  @Test
  void refusesAnEmptyOrMissingPassword() {
    assertEquals(ExitCode.USAGE, failure(() -> ask(false, "\n").password("?", false)));
    assertEquals(ExitCode.USAGE, failure(() -> ask(false, "").password("?", false)));
    assertEquals(ExitCode.USAGE, failure(() -> ask(true, "", "").password("?", false)));
    assertEquals(ExitCode.USAGE, failure(() -> ask(false, "x".repeat(1025)).password("?", false)));
  }

  @Test
  void readsStandardInputAlsoAtATerminalIfTold() {
    ask(true, "from a pipe after all\n").password("?", true);
  }

  @Test
  void warnsOfAShortPassword() {
    ask(false, "short\n").newPassword("?", false);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("warning"));
  }

  @Test
  void takesOnlyYesForYes() {
    assertTrue(ask(true, "y\n").confirm("?"));
    assertTrue(ask(true, "YES\n").confirm("?"));
    assertFalse(ask(true, "\n").confirm("?"));
    assertFalse(ask(true, "yesterday\n").confirm("?"));
    assertFalse(ask(true, "").confirm("?"));
  }

  @Test
  void asksNobodyWhereNobodySits() {
    assertEquals(ExitCode.USAGE, failure(() -> ask(false, "y\n").confirm("?")));
  }
}
