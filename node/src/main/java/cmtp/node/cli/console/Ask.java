package cmtp.node.cli.console;

import cmtp.protocol.crypto.Password;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Questions to the person, or to the script that feeds standard input. */
public final class Ask {
  private static final int LINE_BYTES_MAX = 4096;
  private static final int GOOD_PASSWORD_LENGTH = 10;

  private final Terminal terminal;

  public Ask(Terminal terminal) {
    this.terminal = terminal;
  }

  /** An existing password: asked once, or the first line of standard input. */
  public Password password(String question, boolean fromStdin) {
    return usable(fromStdin || !terminal.tty().in() ? fromStdin() : typed(question));
  }

  /** A new password: asked twice, or the first line of standard input. */
  public Password newPassword(String question, boolean fromStdin) {
    if (fromStdin || !terminal.tty().in()) {
      return advised(fromStdin());
    }
    char[] first = typed(question);
    char[] second = typed("The same again: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      throw new CliFailure(
          ExitCode.USAGE, "the two passwords differ; run the command again and type them slowly");
    }
    return advised(first);
  }

  /** Yes or no; where nobody can answer, the command has to be told with {@code --yes}. */
  public boolean confirm(String question) {
    if (!terminal.isInteractive()) {
      throw new CliFailure(
          ExitCode.USAGE, "this needs a confirmation: run it again with --yes if you are sure");
    }
    terminal.err().print(question + " [y/N] ");
    terminal.err().flush();
    return line().map(answer -> answer.strip().matches("(?i)y|yes")).orElse(false);
  }

  /** The next line of standard input; empty at its end. Reads no byte beyond it. */
  public Optional<String> line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int next = terminal.in().read();
      if (next < 0) {
        return Optional.empty();
      }
      while (next >= 0 && next != '\n' && line.size() < LINE_BYTES_MAX) {
        line.write(next);
        next = terminal.in().read();
      }
    } catch (IOException broken) {
      throw new CliFailure(ExitCode.USAGE, "standard input can't be read", broken);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  private char[] fromStdin() {
    return line()
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.USAGE,
                    "no password: type it on a terminal, or give it as the first line of standard"
                        + " input"))
        .toCharArray();
  }

  private char[] typed(String question) {
    return terminal
        .prompt()
        .ask(question)
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.USAGE,
                    "the password can't be asked here: give it as the first line of standard input"
                        + " with --password-stdin"));
  }

  private Password advised(char[] fresh) {
    if (fresh.length > 0 && fresh.length < GOOD_PASSWORD_LENGTH) {
      terminal.warn(
          "this password is short: whoever gets hold of the sealed key can guess it; `cmtp passwd`"
              + " changes it");
    }
    return usable(fresh);
  }

  private static Password usable(char[] text) {
    try {
      return Password.of(text);
    } catch (IllegalArgumentException outOfBounds) {
      throw new CliFailure(ExitCode.USAGE, outOfBounds.getMessage());
    } finally {
      Arrays.fill(text, '\0');
    }
  }
}
