package cmtp.simulations;

import cmtp.node.cli.console.Terminal;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Where commands are typed in tests: nothing comes in, and what goes out is kept. */
public final class TestTerminal {
  private TestTerminal() {}

  public static Terminal of(Path folder, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return of(folder, out, err, Terminal.Tty.NONE);
  }

  public static Terminal of(
      Path folder, ByteArrayOutputStream out, ByteArrayOutputStream err, Terminal.Tty tty) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        folder,
        Map.of(),
        Clock.systemUTC(),
        SecureRandomBytes.system(),
        tty,
        question -> Optional.empty());
  }
}
