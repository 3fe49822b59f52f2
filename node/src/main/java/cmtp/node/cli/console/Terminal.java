package cmtp.node.cli.console;

import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the world: tests give it another one.
 *
 * @param directory where relative file names start
 * @param environment variables
 * @param tty which of the three streams are a person's terminal
 * @param prompt asks without showing what is typed; only where {@code tty.in()}
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path directory,
    Map<String, String> environment,
    Clock clock,
    SecureRandomBytes random,
    Tty tty,
    HiddenPrompt prompt) {
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** Which streams are a terminal. */
  public record Tty(boolean in, boolean out, boolean err) {
    public static final Tty NONE = new Tty(false, false, false);
  }

  /** Reads a line without echo. */
  @FunctionalInterface
  public interface HiddenPrompt {
    /** Empty if the terminal was closed, or can't hide what is typed. */
    Optional<char[]> ask(String question);
  }

  /** A variable's value; empty if it is not set or blank. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** Whether a person sits here, whom we may ask. */
  public boolean isInteractive() {
    return tty.in() && tty.err();
  }

  /** Whether causes of failures are wanted too. */
  public boolean isDebug() {
    return variable("CMTP_DEBUG").isPresent();
  }

  public void say(String line) {
    out.println(line);
  }

  /** For people, beside the data: progress, warnings, what to do next. */
  public void note(String line) {
    err.println(line);
  }

  public void warn(String line) {
    err.println("cmtp: warning: " + line);
  }

  public void json(Map<String, ?> value) {
    out.println(Json.of(value));
  }

  public long nowMillis() {
    return clock.millis();
  }
}
