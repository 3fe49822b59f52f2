package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.TestNode;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.console.Terminal.Tty;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person's shell on one machine: runs {@code cmtp} in this process, with a home of its own. */
final class Shell {
  private final Path data;
  private final int port;
  private final Path home;

  /** What a command left. */
  record Result(ExitCode code, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException notJson) {
        throw new UncheckedIOException("not JSON: " + out + err, notJson);
      }
    }
  }

  Shell(TestNode node, Path home) {
    this(node.server().dataDirectory(), node.server().port(), home);
  }

  /**
   * @param data of the node, for operators' commands
   * @param port of the node, for users' commands
   */
  Shell(Path data, int port, Path home) {
    this.data = data;
    this.port = port;
    this.home = home;
  }

  /** Where commands run, and files without a folder are. */
  Path home() {
    return home;
  }

  /** Runs a command with nothing on standard input. */
  Result run(String... words) {
    return runWith("", words);
  }

  Result runWith(String stdin, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            home,
            Map.of(
                "CMTP_HOME", home.resolve("config").toString(),
                "CMTP_DATA", data.toString()),
            Clock.systemUTC(),
            SecureRandomBytes.system(),
            Tty.NONE,
            question -> Optional.empty());
    int code = Cmtp.run(List.of(words), terminal);
    return new Result(
        ExitCode.values()[code],
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that must succeed. */
  Result ok(String... words) {
    Result result = run(words);
    assertEquals(ExitCode.OK, result.code(), String.join(" ", words) + "\n" + result.err());
    return result;
  }

  /** Runs a command that must fail, in one sentence and without a stack trace. */
  Result fails(ExitCode code, String... words) {
    Result result = run(words);
    String what = String.join(" ", words) + "\n" + result.out() + result.err();
    assertEquals(code, result.code(), what);
    assertEquals(1, result.err().lines().filter(line -> line.startsWith("cmtp: ")).count(), what);
    assertEquals(0, result.err().lines().filter(line -> line.startsWith("\tat ")).count(), what);
    return result;
  }

  Shell loggedIn(String address) {
    Result result = runWith("secret\n", "login", address, "--server", "127.0.0.1:" + port);
    assertEquals(ExitCode.OK, result.code(), result.err());
    return this;
  }
}
